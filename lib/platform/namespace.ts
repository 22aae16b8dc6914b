import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { isBuiltInNamespace } from '../private/names';

/**
 * Levels of the Pod Security Standards, from the least restrictive to the most restrictive.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export enum PodSecurity {
  PRIVILEGED = 'privileged',
  BASELINE = 'baseline',
  RESTRICTED = 'restricted',
}

const LEVELS = [PodSecurity.PRIVILEGED, PodSecurity.BASELINE, PodSecurity.RESTRICTED];

/** A namespace, and the most restrictive level that admits its pods. */
export interface NamespaceNeed {
  readonly scope: Construct;
  readonly name: string;
  readonly podSecurity: PodSecurity;
}

/**
 * Adds each namespace once, in the first chart that needs it, with the most restrictive level that admits all its pods.
 *
 * Namespaces of Kubernetes itself are not added: they would be deleted with the bundle.
 */
export function addNamespaces(needs: NamespaceNeed[]): void {
  const done = new Set<string>();
  for (const { scope, name } of needs) {
    if (isBuiltInNamespace(name) || done.has(name)) {
      continue;
    }
    done.add(name);
    const wanted = needs.filter((need) => need.name === name).map(({ podSecurity }) => podSecurity);
    new kplus.k8s.KubeNamespace(scope, `namespace-${name}`, {
      metadata: {
        name,
        labels: { 'pod-security.kubernetes.io/enforce': LEVELS.find((level) => wanted.includes(level)) ?? '' },
      },
    });
  }
}
