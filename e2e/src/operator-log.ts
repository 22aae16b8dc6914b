import * as fs from 'fs';
import * as path from 'path';
import { Kubectl } from './kubectl';

/** Log line of the operator for a failed reconciliation. */
const FAILURE = /\tERROR\tReconciler error\t(\{.*\})$/gm;

/** Last reconciliation error of each SpinApp in the log of the operator, by name. */
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
