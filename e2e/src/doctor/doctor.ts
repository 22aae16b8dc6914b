import * as path from 'path';
import { ExitCode } from '../../../bin/exit-codes';
import { run } from '../../../bin/program';
import { readDump } from '../../../lib/doctor/dump';
import { Recording, writeRecording } from '../../../test/doctor/recording';
import { Kubectl } from '../kubectl';
import { pathWithKubectl } from '../scripts';
import { temporaryFolder } from '../suite';

/** A finding as `doctor --json` prints it. */
export interface Found {
  readonly name: string;
  readonly object: { readonly kind: string; readonly name: string; readonly namespace?: string };
  readonly text: string;
  readonly evidence: readonly { readonly message: string }[];
  readonly consequences: readonly { readonly name: string }[];
}

/** Output of `cdk8s-spinkube doctor`. */
export interface Diagnosed {
  readonly code: ExitCode;
  readonly out: string;
  readonly errors: string;
}

/** Everything that doctor has printed, to look for secrets in it. */
export const printed: string[] = [];

let searchPath: string | undefined;

/** Runs `cdk8s-spinkube doctor` with the kubectl of the suites. */
export function doctor(kubectl: Kubectl, ...options: string[]): Diagnosed {
  searchPath ??= pathWithKubectl();
  process.env.PATH = searchPath;
  let [out, errors] = ['', ''];
  const terminal = {
    stdout: { write: (text: string) => (out += text) },
    stderr: { write: (text: string) => (errors += text) },
  };
  const code = run(['doctor', `--kubeconfig=${kubectl.kubeconfig}`, ...options], terminal) as ExitCode;
  printed.push(out, errors);
  return { code, out, errors };
}

/** The findings of doctor, in all namespaces or in some. */
export function findings(kubectl: Kubectl, ...namespaces: string[]): Found[] {
  const { errors, out } = doctor(kubectl, '--json', ...namespaces.map((name) => `--namespace=${name}`));
  if (errors !== '') {
    throw new Error(errors);
  }
  return (JSON.parse(out) as { findings: Found[] }).findings;
}

/** Writes what doctor sees with `--record`, for `npm test`. */
export function record(
  kubectl: Kubectl,
  name: string,
  expected?: Recording['expected'],
  ...namespaces: string[]
): void {
  if (process.env.E2E_RECORD !== undefined) {
    const folder = path.join(temporaryFolder(), 'dump');
    doctor(kubectl, `--collect=${folder}`, ...namespaces.map((namespace) => `--namespace=${namespace}`));
    writeRecording(name, readDump(folder), expected);
  }
}
