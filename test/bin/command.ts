import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { ExitCode } from '../../bin/exit-codes';
import { run } from '../../bin/program';

/** Output of a command, and its exit code. */
export interface Outcome {
  readonly code: ExitCode;
  readonly out: string;
  readonly errors: string;
}

/** Runs a command of `cdk8s-spinkube` that is not asynchronous in this process. */
export function command(...args: string[]): Outcome {
  let out = '';
  let errors = '';
  const code = run(args, {
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (errors += text) },
  }) as ExitCode;
  return { code, out, errors };
}

/** Runs each test of a file in an empty folder of its own, as outside of GitHub Actions. */
export function inEmptyFolder(): void {
  const directory = process.cwd();
  const workspace = process.env.GITHUB_WORKSPACE;
  let folder: string;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'validate-'));
    process.chdir(folder);
    delete process.env.GITHUB_WORKSPACE;
  });

  afterEach(() => {
    process.chdir(directory);
    fs.rmSync(folder, { recursive: true });
    if (workspace !== undefined) {
      process.env.GITHUB_WORKSPACE = workspace;
    }
  });
}

/** Writes a file, and the folders that it is in. */
export function write(file: string, text: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

/** An executor in the namespace `shop`. */
export const EXECUTOR = `apiVersion: core.spinkube.dev/v1alpha1
kind: SpinAppExecutor
metadata: {name: shim, namespace: shop}
spec: {createDeployment: true, deploymentConfig: {runtimeClassName: wasm}}
`;

/** A SpinApp in the namespace `shop`. */
export const app = (spec: string) => `apiVersion: core.spinkube.dev/v1alpha1
kind: SpinApp
metadata: {name: hello, namespace: shop}
spec: {image: hello, executor: shim, ${spec}}
`;

/** Files with an error, a warning, an error without an object, an object of an unknown kind, and none. */
export function writeSamples(): void {
  write('apps/broken.yaml', 'apiVersion: v1\nkind: [a\n');
  write(
    'apps/hello.yaml',
    `apiVersion: core.spinkube.dev/v1alpha1
kind: SpinApp
metadata:
  name: hello
  namespace: shop
spec:
  image: ghcr.io/shop/hello:v1
  executor: shim
  replica: 2
`,
  );
  write('apps/values.yaml', 'replicas: 1\n');
  write('apps/widget.yaml', 'apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: a}\n');
}

/** Messages about the samples. */
export const MESSAGES = {
  yaml: 'is not indented enough, or a bracket or quote before it is not closed; fix the YAML',
  unknownField: "'spec.replica' (2) is not a field of SpinApp: the API server drops it; did you mean 'replicas'?",
  replicas: "'spec.replicas' must be at least 1 unless autoscaling is enabled; set it",
} as const;
