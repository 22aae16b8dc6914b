import * as fs from 'fs';
import * as path from 'path';
import { loadAll } from 'js-yaml';
import { Manifest } from '../../../lib/synth/manifest';

const FILES = ['workloads.yaml', 'cluster.yaml'];

/** Valid objects of every kind that a cluster has, by kind and name: `Deployment/web`. */
export const SAMPLES: ReadonlyMap<string, Manifest> = new Map(
  FILES.flatMap((file) => loadAll(fs.readFileSync(path.join(__dirname, file), 'utf8')) as Manifest[]).map((sample) => [
    nameOf(sample),
    sample,
  ]),
);

/** The sample of a name. */
export function sampleNamed(name: string): Manifest {
  const sample = SAMPLES.get(name);
  if (!sample) {
    throw new Error(`there is no sample ${name}: record the verdicts again`);
  }
  return sample;
}

function nameOf({ apiVersion, kind, metadata }: Manifest): string {
  return `${kind}.${apiVersion}/${metadata.name ?? ''}`;
}
