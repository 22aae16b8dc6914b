import * as fs from 'fs';
import * as path from 'path';
import { Yaml } from 'cdk8s';
import { stringifyYaml } from '../../lib/synth/yaml';
import { Case, Goal } from '../case';
import { manifestsOf } from '../manifests';
import { interleave, WARM_UP } from '../measure';
import { charts } from '../shapes';

const ROUNDS = 11;
const CRDS = path.join(__dirname, '..', '..', 'crds');

/** YAML printing alone, document by document. */
export const EMITTER_CASES: Case[] = [
  emitter('emitter-spin-app', '1,000 SpinApps as YAML', () => manifestsOf(charts(1, 1000)), { atLeast: 20 }),
  emitter('emitter-crd', 'the CRDs of crds/ as YAML', definitions),
  emitter('emitter-config-map', '200 ConfigMaps with a script as YAML', configMaps, { atLeast: 3 }),
];

function emitter(name: string, title: string, documents: () => unknown[], goal?: Goal): Case {
  return {
    name,
    title,
    unit: 'ms',
    peer: 'cdk8s.Yaml',
    goal,
    run(scratch) {
      const all = documents();
      if (all.some((document) => stringifyYaml(document) !== Yaml.stringify(document))) {
        throw new Error('not comparable: both must print the same YAML');
      }
      const trials = [stringifyYaml, (document: unknown) => Yaml.stringify(document)].map((print) => () => () => {
        all.forEach(print);
      });
      const [ours, peer] = interleave({ trials, rounds: ROUNDS, scratch, warmUp: WARM_UP });
      return { ours, peer, rounds: ROUNDS };
    },
  };
}

function definitions(): unknown[] {
  const files = fs.readdirSync(CRDS).filter((file) => file.endsWith('.yaml'));
  return files.flatMap((file) => Yaml.load(path.join(CRDS, file)) as unknown[]);
}

/** ConfigMaps with a different script of 40 lines each. */
function configMaps(): unknown[] {
  return Array.from({ length: 200 }, (_, index) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: `scripts-${index}`, namespace: 'default' },
    data: { 'install.sh': script(index) },
  }));
}

function script(index: number): string {
  const steps = Array.from({ length: 12 }, (_, step) => [
    `if [ ! -f "$TARGET/shim-${step}" ]; then`,
    `  install -m 0755 /assets/shim-${step} "$TARGET/shim-${step}" # copy: once`,
    'fi',
  ]);
  return ['#!/bin/sh', 'set -eu', '', `TARGET=/opt/node-${index}`, ...steps.flat(), ''].join('\n');
}
