import { ChildProcess, spawn } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { Kubectl, KUBECTL_ENVIRONMENT, Output } from './kubectl';
import { CONTROL_PLANE, programPath } from './programs';
import { temporaryFolder } from './suite';

/** Runs a script of a bundle with the kubectl of the suites. */
export function runScript(kubectl: Kubectl, bundle: string, script: string, ...options: string[]): Promise<Output> {
  return runFile(kubectl, path.join(bundle, 'kubectl', `${script}.sh`), ...options);
}

/** Runs a script with the kubectl of the suites. */
export function runFile(kubectl: Kubectl, file: string, ...options: string[]): Promise<Output> {
  return kubectl.run('sh', [file, ...options], { PATH: pathWithKubectl() });
}

/** Starts a script in a process group of its own, to kill it. */
export function startScript(kubectl: Kubectl, bundle: string, script: string): ChildProcess {
  const env = { ...process.env, KUBECONFIG: kubectl.kubeconfig, PATH: pathWithKubectl() };
  return spawn('sh', [path.join(bundle, 'kubectl', `${script}.sh`)], { env, detached: true, stdio: 'ignore' });
}

/** PATH with the kubectl of the suites. */
export function pathWithKubectl(): string {
  const folder = temporaryFolder();
  const variables = Object.entries(KUBECTL_ENVIRONMENT).map(([name, value]) => `${name}=${value}`);
  const program = `#!/bin/sh\n${variables.join(' ')} exec '${programPath(CONTROL_PLANE)}' kubectl "$@"\n`;
  fs.writeFileSync(path.join(folder, 'kubectl'), program, { mode: 0o777 });
  return `${folder}:${process.env.PATH}`;
}

/** Runs a script and returns its output; throws if it fails. */
export async function mustRun(kubectl: Kubectl, bundle: string, script: string, ...options: string[]): Promise<string> {
  const { code, stderr, stdout } = await runScript(kubectl, bundle, script, ...options);
  if (code !== 0) {
    throw new Error(`${script}.sh exited with ${code}:\n${stdout}${stderr}`);
  }
  return stdout;
}
