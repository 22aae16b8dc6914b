import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { Chart } from 'cdk8s';
import { Bundle, Delivery } from '../../lib';
import { Case } from '../case';
import { addPlatform, addSpinApp } from '../shapes';

const NAMES = Array.from({ length: 200 }, (_, index) => `app-${index}`);

/** A kubectl that counts its calls; everything is ready, in the format in which install.sh asks for it. */
const KUBECTL = `#!/bin/sh
echo call >>"$FOLDER/calls"
case "$*" in
  *'get --raw'*) echo '"kind":"SpinApp","kind":"SpinAppExecutor"' ;;
  *'get spinapp'*) cat "$FOLDER/spinapps" ;;
  *'get deployment'*) cat "$FOLDER/deployments" ;;
esac
`;

/** Calls of kubectl in install.sh where all SpinApps are ready, against a call to apply and two waits for each SpinApp. */
export const INSTALL_CASE: Case = {
  name: 'install',
  title: 'install.sh, 200 SpinApps that are ready',
  unit: 'calls',
  peer: 'waits one by one',
  goal: { atLeast: 50 },
  run(scratch) {
    const outdir = path.join(scratch, 'dist');
    const bundle = new Bundle({ outdir, deliveries: [Delivery.kubectl()] });
    addPlatform(new Chart(bundle, 'platform'));
    const chart = new Chart(bundle, 'apps');
    NAMES.forEach((name) => {
      addSpinApp(chart, name);
    });
    bundle.synth();
    const lines = (line: (name: string) => string) => NAMES.map((name) => `${line(name)}\n`).join('');
    fs.writeFileSync(path.join(scratch, 'kubectl'), KUBECTL, { mode: 0o755 });
    fs.writeFileSync(
      path.join(scratch, 'spinapps'),
      lines((name) => `SpinApp|core.spinkube.dev/v1alpha1|${name}|1||||||True|`),
    );
    fs.writeFileSync(
      path.join(scratch, 'deployments'),
      lines((name) => `Deployment|apps/v1|${name}|1|1|1|1|1|1||`),
    );
    const { status, stderr } = spawnSync('sh', [path.join(outdir, 'kubectl', 'install.sh'), '--from', 'apps'], {
      encoding: 'utf8',
      env: { FOLDER: scratch, PATH: `${scratch}:${process.env.PATH ?? ''}` },
    });
    if (status !== 0) {
      throw new Error(`install.sh failed: ${stderr}`);
    }
    const calls = fs.readFileSync(path.join(scratch, 'calls'), 'utf8').split('\n').length - 1;
    // All but the call for the kinds that no stage defines.
    return { ours: calls - 1, peer: 1 + 2 * NAMES.length, rounds: 1 };
  },
};
