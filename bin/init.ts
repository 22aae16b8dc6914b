import * as fs from 'fs';
import * as path from 'path';
import { Argument, Option } from 'commander';
import { isRepositoryUrl, REPOSITORY_REMEDY } from '../lib/gitops/git-source';
import { quote } from '../lib/gitops/kubectl/shell';
import { Deployer } from '../lib/init/language';
import { requireEmpty, writeNewFolder } from '../lib/init/new-folder';
import { projectFiles, Template } from '../lib/init/project';
import { UnusableInput } from '../lib/validation/documents/unusable-input';
import { defineCommand } from './command';
import { ExitCode } from './exit-codes';
import { AppOptions, planApp } from './init-app';
import { Questions } from './questions';
import { Terminal } from './terminal';

interface InitOptions extends AppOptions {
  readonly template?: Template;
  readonly delivery?: Deployer;
  readonly repoUrl?: string;
  readonly package?: string;
  readonly yes?: true;
  readonly json?: true;
}

const TEMPLATES: { readonly [template in Template]: string } = {
  [Template.APP]: 'a Spin application, for a cluster with SpinKube',
  [Template.PLATFORM]: 'SpinKube',
  [Template.FLEET]: 'two clusters with SpinKube and apps, one of them created by Gardener',
  [Template.PYTHON_APP]: 'like app, in Python instead of TypeScript',
};

const DEPLOYERS: { readonly [deployer in Deployer]: string } = {
  [Deployer.KUBECTL]: 'scripts that you or a pipeline run',
  [Deployer.ARGO_CD]: 'Argo CD reads a Git repository',
  [Deployer.FLUX]: 'Flux reads a Git repository',
};

/** `cdk8s-spinkube init`: starts a project. */
export const initCommand = defineCommand<[string | undefined], InitOptions>({
  arguments: [new Argument('[dir]', 'folder, which does not exist or is empty (default: the current folder)')],
  options: [
    new Option('--template <template>', 'what the project has (default: app)').choices(Object.keys(TEMPLATES)),
    new Option('--delivery <deployer>', 'what applies it (default: kubectl)').choices(Object.keys(DEPLOYERS)),
    new Option('--repo-url <url>', 'Git repository that Argo CD or Flux reads; required for both'),
    new Option('--spin-toml <file>', 'Spin manifest of the application'),
    new Option('--image <reference>', 'image of the application (default: the sample of SpinKube)'),
    new Option('--variable <name=value>', 'value of a variable of the application; may be repeated')
      .argParser((value, previous: readonly string[]) => [...previous, value])
      .default([], 'none'),
    new Option('--package <file>', 'packed package or wheel of cdk8s-spinkube, instead of that in the registry'),
    new Option('-y, --yes', 'use the defaults instead of asking'),
    new Option('--json', 'print the folder, files and notes as JSON; does not ask'),
  ],
  details: `Templates:
${tableOf(TEMPLATES)}
On a terminal, it asks for what is not given.`,
  examples: [
    'cdk8s-spinkube init my-app',
    'cdk8s-spinkube init my-app --spin-toml spin.toml --image ghcr.io/example/shop:v1',
    'cdk8s-spinkube init platform --template platform --delivery flux --repo-url https://github.com/example/gitops.git',
  ],
  exitCodes: '0 written, 2 wrong usage, input that cannot be read, or a folder that is not empty',
  run: async ([folder = '.'], options, terminal) => {
    requireEmpty(folder);
    const user = questions(terminal, options);
    try {
      return await init(folder, options, terminal, user);
    } finally {
      user?.close();
    }
  },
});

function tableOf(choices: { readonly [value: string]: string }): string {
  return Object.entries(choices)
    .map(([value, meaning]) => `  ${value.padEnd(12)}${meaning}\n`)
    .join('');
}

function questions({ stdin, stdout }: Terminal, { json, yes }: InitOptions): Questions | undefined {
  return stdin?.isTTY && stdout.isTTY && !json && !yes ? new Questions(stdin, stdout) : undefined;
}

async function init(folder: string, options: InitOptions, { stdout }: Terminal, user?: Questions): Promise<ExitCode> {
  const { json, package: packageFile } = options;
  const template = options.template ?? (await user?.choose('Template', TEMPLATES, Template.APP)) ?? Template.APP;
  checkPackage(template, packageFile);
  const app = await planApp(template, folder, options, user);
  const deployer =
    options.delivery ?? (await user?.choose('Delivery', DEPLOYERS, Deployer.KUBECTL)) ?? Deployer.KUBECTL;
  const url = await repositoryFor(deployer, options, user);
  const source = url === undefined ? undefined : { url, path: pathInRepository(folder) };
  const files = projectFiles({ template, deployer, source, app: app?.planned, name: nameOf(folder), packageFile });
  writeNewFolder(folder, files);
  const result = { folder, files: [...files.keys()], notes: app?.notes ?? [] };
  stdout.write(json ? `${JSON.stringify(result, undefined, 2)}\n` : summaryOf(result, template));
  return ExitCode.CLEAN;
}

/** The type of the package must be that of the template's language. */
function checkPackage(template: Template, file?: string): void {
  const extension = template === Template.PYTHON_APP ? '.whl' : '.tgz';
  if (file !== undefined && !file.endsWith(extension)) {
    throw new UnusableInput(`'--package' (${file}) must be a ${extension} file with --template ${template}`);
  }
  if (file !== undefined && !fs.statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw new UnusableInput(`'--package' (${file}) cannot be read; check the path`);
  }
}

/** The repository that a deployer reads, if it reads one. */
async function repositoryFor(
  deployer: Deployer,
  { repoUrl }: InitOptions,
  user?: Questions,
): Promise<string | undefined> {
  if (deployer === Deployer.KUBECTL) {
    if (repoUrl !== undefined) {
      throw new UnusableInput(`'--repo-url' (${repoUrl}) is not used with --delivery kubectl; omit it`);
    }
    return undefined;
  }
  const problemOf = (url: string) =>
    isRepositoryUrl(url) ? undefined : `'${url}' is not the address of a Git repository; ${REPOSITORY_REMEDY}`;
  const url = repoUrl ?? (await user?.ask({ text: 'Address of the Git repository', problemOf }));
  if (url === undefined) {
    throw new UnusableInput(`'--repo-url' is required with --delivery ${deployer}, which reads the project from there`);
  }
  const problem = problemOf(url);
  if (problem !== undefined) {
    throw new UnusableInput(`'--repo-url': ${problem}`);
  }
  return url;
}

/** Path of the output directory in the repository that the project is in; alone in one if it is in none. */
function pathInRepository(folder: string): string {
  const project = path.resolve(folder);
  let root = project;
  while (!fs.existsSync(path.join(root, '.git'))) {
    if (root === path.dirname(root)) {
      return 'dist';
    }
    root = path.dirname(root);
  }
  return [...path.relative(root, project).split(path.sep), 'dist'].filter((part) => part !== '').join('/');
}

/** Name of the project: that of its folder, in the characters that npm and pip allow. */
function nameOf(folder: string): string {
  const name = path.basename(path.resolve(folder)).toLowerCase();
  return name.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '') || 'project';
}

interface Result {
  readonly folder: string;
  readonly files: readonly string[];
  readonly notes: readonly string[];
}

function summaryOf({ files, folder, notes }: Result, template: Template): string {
  const next =
    template === Template.PYTHON_APP
      ? ['pip install --requirement requirements.txt', 'python main.py', 'pytest']
      : ['npm ci', 'npm run synth', 'npm test'];
  return [
    `Wrote ${files.length} files to ${folder}:`,
    ...files.map((file) => `  ${file}`),
    ...notes.map((note) => `\n${note}`),
    '\nNext:',
    ...(path.resolve(folder) === process.cwd() ? [] : [`  cd ${quote(folder)}`]),
    ...next.map((command) => `  ${command}`),
    '\nREADME.md says what comes then.',
  ]
    .map((line) => `${line}\n`)
    .join('');
}
