import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { PassThrough } from 'stream';
import { run } from '../../bin/program';
import { Input } from '../../bin/terminal';
import { SpinKubeRelease } from '../../lib';
import { writeNewFolder } from '../../lib/init/new-folder';
import { inEmptyFolder, Outcome, write } from './command';

const ROOT = path.join(__dirname, '..', '..');
const TEMPLATES = path.join(ROOT, 'templates');
const REPOSITORY = 'https://github.com/example/shop.git';

/** An application that needs a value of each kind. */
const SPIN_TOML = fs.readFileSync(path.join(__dirname, 'spin.toml'), 'utf8');

inEmptyFolder();

/** Runs `cdk8s-spinkube init`, on a terminal if there are answers. */
async function init(args: readonly string[], answers?: string): Promise<Outcome> {
  let out = '';
  let errors = '';
  const isTTY = answers !== undefined;
  const stdin: Input = Object.assign(new PassThrough(), { isTTY });
  (stdin as PassThrough).end(answers ?? '');
  const code = await run(['init', ...args], {
    stdin,
    stdout: { isTTY, write: (text) => (out += text) },
    stderr: { write: (text) => (errors += text) },
  });
  return { code, out, errors };
}

const read = (file: string) => fs.readFileSync(file, 'utf8');

/** Names of files and folders in a folder. */
const filesIn = (folder: string) => fs.readdirSync(folder).sort();

const FILES = {
  typescript: [
    ...['.gitignore', 'README.md', 'cdk8s.yaml', 'main.test.ts', 'main.ts', 'package-lock.json', 'package.json'],
    'tsconfig.json',
  ],
  python: ['.gitignore', 'README.md', 'cdk8s.yaml', 'main.py', 'pyproject.toml', 'requirements.txt', 'test_main.py'],
};

describe.each(['app', 'platform', 'fleet', 'python-app'])('template %s', (template) => {
  test.each([
    ['kubectl', [], /Delivery\.kubectl\(\)/],
    ['argo-cd', ['--repo-url', REPOSITORY], /GitSource[^]*shop\.git[^]*Delivery\.(argoCd|argo_cd)\(/],
    ['flux', ['--repo-url', REPOSITORY], /GitSource[^]*shop\.git[^]*Delivery\.flux\(/],
  ])('with %s', async (delivery, options, expected) => {
    const isPython = template === 'python-app';
    const { code, errors, out } = await init([
      'my-project',
      '--template',
      template,
      '--delivery',
      delivery,
      ...options,
    ]);
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(filesIn('.')).toEqual(['my-project']);
    expect(filesIn('my-project')).toEqual(FILES[isPython ? 'python' : 'typescript']);
    const program = read(`my-project/main.${isPython ? 'py' : 'ts'}`);
    expect(program).toMatch(expected);
    expect(program.match(/Delivery\.\w+\(/g)).toHaveLength(1);
    expect(out).toContain('\n  cd my-project\n');
    const readme = read('my-project/README.md');
    expect(readme).toContain('# my-project\n');
    expect(readme).toContain(`/docs/how-to/${delivery}.md)`);
    expect(readme).not.toMatch(/<!--|\(docs:|project\n\n#/);
  });
});

test('are formatted as Prettier does', async () => {
  write('apps/spin.toml', SPIN_TOML);
  const manifest = ['--spin-toml', 'apps/spin.toml', '--variable', 'bank_url=x'];
  for (const delivery of [[], ...['argo-cd', 'flux'].map((one) => ['--delivery', one, '--repo-url', REPOSITORY])]) {
    for (const template of ['app', 'platform', 'fleet']) {
      await init([`${template}-${delivery.at(1) ?? ''}`, '--template', template, ...delivery]);
    }
    await init([`application-${delivery.at(1) ?? ''}`, ...manifest, ...delivery]);
  }
  write('.prettierrc.yaml', read(path.join(ROOT, '.prettierrc.yaml')));
  const command = [path.join(ROOT, 'node_modules', 'prettier', 'bin', 'prettier.cjs'), '--list-different', '*/*.ts'];
  expect(execFileSync(process.execPath, command, { encoding: 'utf8' })).toBe('');
  expect(filesIn('.').filter((name) => name.startsWith('a'))).toHaveLength(7);
});

test('names the package, in the version that runs, beside the other dependencies', async () => {
  await init(['Shop Platform']);
  const { version } = JSON.parse(read(path.join(ROOT, 'package.json'))) as { version: string };
  const manifest = JSON.parse(read('Shop Platform/package.json')) as Manifest & { name: string };
  const lock = JSON.parse(read('Shop Platform/package-lock.json')) as Lock;
  expect(manifest.name).toBe('shop-platform');
  expect(manifest.dependencies['cdk8s-spinkube']).toBe(version);
  expect(lock.packages[''].dependencies).toEqual(manifest.dependencies);
  expect(lock.packages['node_modules/cdk8s-spinkube'].version).toBe(version);
  await init(['python', '--template', 'python-app']);
  expect(read('python/requirements.txt')).toContain(`\ncdk8s-spinkube==${version}\n`);
});

test('copies a packed package into the project', async () => {
  write('packed.tgz', 'bytes');
  write('cdk8s_spinkube-0.1.0-py3-none-any.whl', 'bytes');
  await init(['shop', '--package', 'packed.tgz']);
  const lock = JSON.parse(read('shop/package-lock.json')) as Lock;
  expect(lock.packages['node_modules/cdk8s-spinkube']).toMatchObject({
    resolved: 'file:vendor/packed.tgz',
    integrity: expect.stringMatching(/^sha512-.{88}$/) as unknown,
  });
  expect(read('shop/vendor/packed.tgz')).toBe('bytes');
  await init(['python', '--template', 'python-app', '--package', 'cdk8s_spinkube-0.1.0-py3-none-any.whl']);
  expect(read('python/requirements.txt')).toContain('\n./vendor/cdk8s_spinkube-0.1.0-py3-none-any.whl\n');
});

test('takes the name from the image', async () => {
  await init(['shop', '--image', 'localhost:5000/team/My_Shop:v1@sha256:' + 'a'.repeat(64)]);
  expect(read('shop/main.ts')).toContain("metadata: { name: 'my-shop' }");
  expect(read('shop/main.ts')).toContain("image: 'localhost:5000/team/My_Shop:v1@sha256:aaaa");
  expect(read('shop/main.test.ts')).toContain("image: 'localhost:5000/team/My_Shop:v1@sha256:aaaa");
});

describe('with a spin.toml', () => {
  const MANIFEST = ['--spin-toml', 'spin.toml', '--variable', "bank_url=https://it's.example.com"];

  test('writes what the application needs', async () => {
    write('apps/shop/spin.toml', SPIN_TOML);
    const options = ['--spin-toml', 'apps/shop/spin.toml', '--variable', "bank_url=https://it's.example.com"];
    const { errors, out } = await init(['new', ...options, '--image', 'example.com/shop:v2']);
    expect(errors).toBe('');
    expect(read('new/spin.toml')).toBe(SPIN_TOML);
    const program = read('new/main.ts');
    expect(program.slice(program.indexOf('const apps'))).toMatchInlineSnapshot(`
      "const apps = new Chart(bundle, 'apps', { namespace: 'default' });
      const secret = Existing.secret('shop-app'); // the README says how to create it
      new SpinApplication(apps, 'shop-app', {
        metadata: { name: 'shop-app' },
        image: 'example.com/shop:v2',
        // The executor that SpinKube has in this namespace.
        executor: SpinAppExecutor.fromSpinAppExecutorName(apps, 'executor', 'containerd-shim-spin'),
        manifest: SpinManifest.fromFile('spin.toml'),
        variables: {
          bank_url: Variable.fromValue("https://it's.example.com"),
          payment_token: Variable.fromSecret(secret, 'payment-token'),
        },
        runtimeConfig: RuntimeConfig.of({
          keyValueStores: {
            cart: KeyValueStore.redis({ url: OptionValue.fromSecret(secret, 'cart-url') }),
          },
          sqliteDatabases: {
            orders: SqliteDatabase.libsql({
              url: OptionValue.fromSecret(secret, 'orders-url'),
              token: OptionValue.fromSecret(secret, 'orders-token'),
            }),
          },
          llmCompute: LlmCompute.remoteHttp({
            url: OptionValue.fromSecret(secret, 'llm-url'),
            authToken: OptionValue.fromSecret(secret, 'llm-auth-token'),
          }),
        }),
        runtimeClass: RuntimeClass.fromRuntimeClassName(apps, 'runtime-class', 'wasmtime-spin-v2'),
      });

      bundle.synth();
      "
    `);
    expect(out).toContain('The app reads the Secret shop-app, with payment-token, cart-url,');
    expect(out).not.toContain('is an example');
    expect(read('new/README.md')).toContain('kubectl create secret generic shop-app --namespace default \\\n');
  });

  test('writes the same in Python', async () => {
    write('apps/shop/spin.toml', SPIN_TOML);
    const options = ['--spin-toml', 'apps/shop/spin.toml', '--variable', "bank_url=https://it's.example.com"];
    await init(['new', '--template', 'python-app', ...options]);
    const program = read('new/main.py');
    expect(program.slice(program.indexOf('apps ='))).toMatchInlineSnapshot(`
      "apps = Chart(bundle, "apps", namespace="default")
      secret = Existing.secret("shop-app")  # the README says how to create it
      SpinApplication(
          apps,
          "shop-app",
          metadata=ApiObjectMetadata(name="shop-app"),
          image="ghcr.io/example/shop-app:1.2.0",
          # The executor that SpinKube has in this namespace.
          executor=SpinAppExecutor.from_spin_app_executor_name(apps, "executor", "containerd-shim-spin"),
          manifest=SpinManifest.from_file("spin.toml"),
          variables={
              "bank_url": Variable.from_value("https://it's.example.com"),
              "payment_token": Variable.from_secret(secret, "payment-token"),
          },
          runtime_config=RuntimeConfig.of(
              key_value_stores={
                  "cart": KeyValueStore.redis(url=OptionValue.from_secret(secret, "cart-url")),
              },
              sqlite_databases={
                  "orders": SqliteDatabase.libsql(
                      url=OptionValue.from_secret(secret, "orders-url"),
                      token=OptionValue.from_secret(secret, "orders-token"),
                  ),
              },
              llm_compute=LlmCompute.remote_http(
                  url=OptionValue.from_secret(secret, "llm-url"),
                  auth_token=OptionValue.from_secret(secret, "llm-auth-token"),
              ),
          ),
          runtime_class=RuntimeClass.from_runtime_class_name(apps, "runtime-class", "wasmtime-spin-v2"),
      )

      bundle.synth()
      "
    `);
  });

  test('refers to a spin.toml in a folder above, and to the output in its repository', async () => {
    write('spin.toml', SPIN_TOML);
    fs.mkdirSync('.git');
    const { out } = await init(['a/b', ...MANIFEST, '--delivery', 'flux', '--repo-url', REPOSITORY]);
    expect(filesIn('a/b')).toEqual(FILES.typescript);
    expect(read('a/b/main.ts')).toContain("SpinManifest.fromFile('../../spin.toml')");
    expect(read('a/b/main.ts')).toContain(`GitSource.of({ url: '${REPOSITORY}', path: 'a/b/dist' })`);
    expect(out).toContain('The image ghcr.io/example/shop-app:1.2.0 is an example');
  });

  test('rejects variables without a value, secrets, and other names', async () => {
    write('spin.toml', SPIN_TOML);
    const errorOf = async (...variables: string[]) =>
      (await init(['new', '--spin-toml', 'spin.toml', ...variables.flatMap((one) => ['--variable', one])])).errors;
    expect(await errorOf()).toContain('requires variables without a default; give --variable bank_url=…\n');
    expect(await errorOf('bank_url')).toContain(
      "'--variable' (bank_url) must be a name and a value; write name=value\n",
    );
    expect(await errorOf('bank_uri=x')).toContain("did you mean 'bank_url'?\n");
    expect(await errorOf('bank_url=x', 'payment_token=secret')).toContain("'--variable' (payment_token) is a secret");
    expect(await errorOf('payment_token=abc')).not.toContain('abc');
    expect(filesIn('.')).toEqual(['spin.toml']);
  });

  test('rejects an application that cannot be described', async () => {
    write('spin.toml', SPIN_TOML.replace('"import.wasm"', '"import.wasm"\nkey_value_stores = ["jobs"]'));
    const { code, errors } = await init(['new', ...MANIFEST]);
    expect(code).toBe(2);
    expect(errors).toContain('the application of spin.toml cannot be described as it is.');
    expect(errors).toContain("'runtimeConfig' must be a file in a Secret");
    expect(filesIn('.')).toEqual(['spin.toml']);
  });
});

test('prints JSON', async () => {
  const { code, out } = await init(['shop', '--json'], '');
  expect({ code, printed: JSON.parse(out) as unknown }).toEqual({
    code: 0,
    printed: { folder: 'shop', files: FILES.typescript, notes: [] },
  });
});

describe('on a terminal', () => {
  test('asks for everything, and again after a wrong answer', async () => {
    write('spin.toml', SPIN_TOML);
    const answers = ['apps', 'app', '', 'https://bank.example.com', 'not an image', 'example.com/shop:v3'];
    const { code, errors, out } = await init(
      ['shop'],
      [...answers, 'argo-cd', '', 'example', REPOSITORY, ''].join('\n'),
    );
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(out).toContain("'apps' is not one of app, platform, fleet, python-app\n");
    expect(out).toContain('Spin manifest of the application (spin.toml) [spin.toml]: ');
    expect(out).toContain('Variable bank_url: ');
    expect(out).toContain("'not an image' is not an image");
    expect(out).toContain("'example' is not the address of a Git repository");
    expect(read('shop/main.ts')).toContain("Variable.fromValue('https://bank.example.com')");
    expect(read('shop/main.ts')).toContain(REPOSITORY);
  });

  test('takes the defaults for empty lines', async () => {
    const { out } = await init(['shop'], '\n\n\n\n');
    await init(['defaults', '--yes'], '');
    expect(out).toContain('Spin manifest of the application (spin.toml) [none]: ');
    expect(read('shop/main.ts')).toBe(read('defaults/main.ts'));
  });

  test('asks nothing that is given', async () => {
    const given = ['--template', 'platform', '--delivery', 'flux', '--repo-url', REPOSITORY];
    const { code, out } = await init(['shop', ...given], '');
    expect(code).toBe(0);
    expect(out).toMatch(/^Wrote 8 files to shop:\n/);
  });

  test('writes nothing if the input ends', async () => {
    const { code, errors } = await init(['shop'], 'platform\n');
    expect({ code, errors }).toEqual({
      code: 2,
      errors: 'cdk8s-spinkube init: the input ended; nothing was written\n',
    });
    expect(filesIn('.')).toEqual([]);
  });
});

describe('the folder', () => {
  test('may be the current one, with a repository in it', async () => {
    fs.mkdirSync('.git');
    const { code, out } = await init([]);
    expect(code).toBe(0);
    expect(out).toContain('\nNext:\n  npm ci\n');
    expect(filesIn('.')).toEqual(['.git', ...FILES.typescript]);
  });

  test('must be empty', async () => {
    write('shop/.env', 'mine');
    const { code, errors } = await init(['shop'], 'platform\n');
    expect({ code, errors }).toEqual({
      code: 2,
      errors: "cdk8s-spinkube init: 'shop' is not empty: it has .env; give another folder\n",
    });
    expect(filesIn('shop')).toEqual(['.env']);
  });

  test('must not be a file', async () => {
    write('shop', 'mine');
    expect((await init(['shop'])).errors).toContain("'shop' cannot be written (ENOTDIR); nothing was written\n");
    expect((await init(['shop/new'])).errors).toContain("'shop/new' cannot be written (ENOTDIR)");
  });

  test.each(['empty', 'new/project'])('stays as it was if a file cannot be written: %s', (folder) => {
    fs.mkdirSync('empty');
    const files = new Map([
      ['main.ts', ''],
      ['main.ts/impossible', ''],
    ]);
    expect(() => {
      writeNewFolder(folder, files);
    }).toThrow(`'${folder}' cannot be written (EEXIST); nothing was written`);
    expect(fs.readdirSync('.', { recursive: true })).toEqual(['empty']);
  });
});

test.each([
  [['--template', 'shop'], 'Allowed choices are app, platform, fleet, python-app.'],
  [['--delivery', 'helm'], 'Allowed choices are kubectl, argo-cd, flux.'],
  [['--delivery', 'flux'], "'--repo-url' is required with --delivery flux"],
  [
    ['--delivery', 'argo-cd', '--repo-url', 'shop'],
    "'shop' is not the address of a Git repository; begin with https://",
  ],
  [['--repo-url', REPOSITORY], 'is not used with --delivery kubectl; omit it'],
  [['--image', 'a b'], "'--image': 'a b' is not an image"],
  [['--template', 'fleet', '--image', 'a'], "'--image' (a) is for --template app and python-app, not fleet"],
  [['--template', 'platform', '--spin-toml', 'a'], "'--spin-toml' (a) is for --template app and python-app"],
  [['--variable', 'a=b'], "'--variable' needs --spin-toml"],
  [['--spin-toml', 'missing.toml'], "'--spin-toml' (missing.toml) cannot be read (ENOENT); check the path"],
  [['--package', 'a.whl'], "'--package' (a.whl) must be a .tgz file with --template app"],
  [['--package', 'missing.tgz'], "'--package' (missing.tgz) cannot be read; check the path"],
])('rejects %j', async (args, error) => {
  const { code, errors, out } = await init(['shop', ...args]);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(errors).toContain(error);
  expect(filesIn('.')).toEqual([]);
});

test('rejects a spin.toml that Spin does not read', async () => {
  write('spin.toml', SPIN_TOML.replace('[[trigger.http]]', '[[trigger.htpp'));
  const { code, errors } = await init(['shop', '--spin-toml', 'spin.toml']);
  expect(code).toBe(2);
  expect(errors).toMatch(/^cdk8s-spinkube init: spin\.toml has the following errors:\n/);
});

interface Manifest {
  readonly dependencies: { readonly [name: string]: string };
  readonly devDependencies: { readonly [name: string]: string };
}

interface Lock {
  readonly packages: { readonly [path: string]: Manifest & { readonly version: string } };
}

describe('the templates', () => {
  const own = JSON.parse(read(path.join(ROOT, 'package.json'))) as Manifest;
  const manifest = JSON.parse(read(path.join(TEMPLATES, 'typescript', 'package.json'))) as Manifest;
  const lock = JSON.parse(read(path.join(TEMPLATES, 'typescript', 'package-lock.json'))) as Lock;

  test('have the versions that this library is tested with, locked', () => {
    const pinned = { ...manifest.dependencies, ...manifest.devDependencies };
    const locked = Object.keys(pinned).map((name) => [name, lock.packages[`node_modules/${name}`].version]);
    expect(pinned).toEqual(Object.fromEntries(locked));
    // The compiler is a range here, because jsii has one.
    expect({ ...pinned, typescript: '~5.9' }).toEqual(
      Object.fromEntries(Object.keys(pinned).map((name) => [name, own.devDependencies[name]])),
    );
    expect(lock.packages['']).toMatchObject({
      dependencies: manifest.dependencies,
      devDependencies: manifest.devDependencies,
    });
  });

  test('have no address of a registry', () => {
    expect(JSON.stringify(lock)).not.toContain('"resolved"');
  });

  test('have the Python packages that the bindings are tested with', () => {
    const pinsIn = (file: string) => read(file).match(/^[\w-]+==.*$/gm) ?? [];
    const tested = pinsIn(path.join(ROOT, 'test', 'bindings', 'python', 'requirements.txt'));
    const pins = pinsIn(path.join(TEMPLATES, 'python', 'requirements.txt'));
    const mypy = ['ast_serialize', 'librt', 'mypy', 'mypy_extensions', 'pathspec'];
    expect(pins).toEqual(expect.arrayContaining(tested.filter((pin) => !mypy.includes(pin.split('==')[0]))));
  });

  test.each(['platform', 'fleet'])('have the current release: %s', (template) => {
    const [, name] = /SpinKubeRelease\.(\w+)/.exec(read(path.join(TEMPLATES, template, 'main.ts'))) ?? [];
    expect(SpinKubeRelease[name as 'CURRENT']).toBe(SpinKubeRelease.CURRENT);
  });

  test('have links to documents that exist', () => {
    const pages = fs
      .readdirSync(TEMPLATES, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md'))
      .flatMap((file) => [...read(path.join(TEMPLATES, file)).matchAll(/\]\(docs:([^)#]+)/g)].map(([, page]) => page));
    expect(pages.length).toBeGreaterThan(10);
    expect(pages.filter((page) => !fs.existsSync(path.join(ROOT, 'docs', page)))).toEqual([]);
  });
});
