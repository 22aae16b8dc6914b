import * as fs from 'fs';
import { Stage } from './stage';

/** A stage and its file below the output directory. */
export interface StageFile {
  readonly stage: Stage;
  readonly path: string;
}

/** Renders `stages.json`: what is in a bundle, in order, for tools. */
export function writeInventory(files: StageFile[]): string {
  const stages = files.map(({ stage, path }) => ({
    name: stage.name,
    level: stage.level,
    dependsOn: stage.dependencies,
    path,
    objects: stage.objects.map(({ manifest: { apiVersion, kind, metadata } }) => ({
      apiVersion,
      kind,
      namespace: metadata.namespace,
      name: metadata.name,
    })),
  }));
  return `${JSON.stringify({ stages }, undefined, 2)}\n`;
}

/** The manifests that an earlier synth wrote, by its `stages.json`; none when there is no such file or it is not ours. */
export function readInventory(file: string): string[] {
  try {
    const { stages } = JSON.parse(fs.readFileSync(file, 'utf8')) as { stages: { path: string }[] };
    return stages.map(({ path }) => path).filter((path) => path.startsWith('manifests/') && !path.includes('..'));
  } catch {
    return [];
  }
}
