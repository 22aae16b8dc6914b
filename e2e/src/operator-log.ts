import * as fs from 'fs';
import * as path from 'path';
import { Kubectl } from './kubectl';

/** The line that the operator writes when it could not do what a SpinApp asks for. */
const FAILURE = /\tERROR\tReconciler error\t(\{.*\})$/gm;

/** Why the operator could not do what SpinApps ask for, the last time it tried, by their names. */
export function operatorFailures({ kubeconfig }: Kubectl): Map<string, string> {
  const folder = path.dirname(kubeconfig);
  const logs = fs.readdirSync(folder).filter((file) => /^pod-spin-operator-.*\.log$/.test(file));
  const text = logs.map((file) => fs.readFileSync(path.join(folder, file), 'utf8')).join('');
  return new Map(
    [...text.matchAll(FAILURE)].map(([, json]) => {
      const { error, name } = JSON.parse(json) as { readonly error: string; readonly name: string };
      return [name, error];
    }),
  );
}
