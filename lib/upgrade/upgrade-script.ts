import * as fs from 'fs';
import { renderScript } from '../gitops/kubectl/script';
import { call, quote } from '../gitops/kubectl/shell';
import { packageFile } from '../private/package-files';
import { UpgradePlan } from './plan';
import { objectsIn, Upgrade } from './upgrade';

/**
 * Renders `upgrade.sh`, which does the steps of a plan.
 *
 * @param plan the plan
 * @param upgrade the versions that it is for
 * @param manifests folder with the new stages, from that of the script; without it, an option of the script names the folder
 */
export function upgradeScript({ steps }: UpgradePlan, { after, before }: Upgrade, manifests?: string): string {
  const calls = steps.flatMap(({ actions, title }) => [
    '',
    call('step', title),
    ...actions.flatMap((action) => action.calls),
  ]);
  const applied = calls.flatMap((line) => /^apply(?:_unchecked)? (\S+)$/.exec(line)?.[1] ?? []);
  const lines = [
    ...(applied.length > 0 ? [call('stages_exist', ...applied)] : []),
    `steps=${steps.length}`,
    ...(calls.length > 0 ? calls : ['', call('say', 'nothing to do: the bundles are equal')]),
  ];
  const text = read('upgrade.sh')
    .replace('# include moves.sh\n', () => read('moves.sh'))
    .replace('# include manifests\n', manifests === undefined ? '' : besideScript(manifests));
  return renderScript(text, objectsIn([...before, ...after]), lines);
}

/** Finds the folder of the manifests from wherever the script is called. */
function besideScript(manifests: string): string {
  return `case $0 in
  */*) manifests=\${0%/*}/${quote(manifests)} ;;
  *) manifests=${quote(manifests)} ;;
esac
`;
}

function read(name: string): string {
  return fs.readFileSync(packageFile('lib', 'upgrade', name), 'utf8');
}
