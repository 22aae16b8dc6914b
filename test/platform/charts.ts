import { ApiObject } from 'cdk8s';
import { Bundle } from '../../lib';
import { stagesOf } from '../gitops/stages';
import { Manifest } from '../testing';

/** Manifests of the charts of a bundle. */
export function manifestsOf(bundle: Bundle, ...charts: string[]): Manifest[] {
  return charts
    .flatMap((chart) => bundle.node.findChild(chart).node.findAll())
    .filter((construct) => ApiObject.isApiObject(construct))
    .map((object) => object.toJson() as Manifest);
}

export function names(manifests: Manifest[], kind: string): string[] {
  return manifests.filter((manifest) => manifest.kind === kind).map(({ metadata }) => metadata.name);
}

/** The namespaces of charts, with their Pod Security Standards. */
export function namespaces(bundle: Bundle, ...charts: string[]): { [name: string]: string | undefined } {
  return Object.fromEntries(
    manifestsOf(bundle, ...charts)
      .filter(({ kind }) => kind === 'Namespace')
      .map(({ metadata }) => [metadata.name, metadata.labels?.['pod-security.kubernetes.io/enforce']]),
  );
}

/** Name, level and dependencies of each stage. */
export function stages(bundle: Bundle): [string, number, string[]][] {
  return stagesOf(bundle).map(({ name, level, dependsOn }) => [name, level, dependsOn]);
}
