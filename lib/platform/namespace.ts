import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { isBuiltInNamespace } from '../private/names';

/**
 * How much the pods of a namespace may do, from much to little.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export enum PodSecurity {
  PRIVILEGED = 'privileged',
  BASELINE = 'baseline',
  RESTRICTED = 'restricted',
}

const ORDER = [PodSecurity.PRIVILEGED, PodSecurity.BASELINE, PodSecurity.RESTRICTED];

/** A namespace and the least that its pods need. */
export interface NamespaceNeed {
  readonly scope: Construct;
  readonly name: string;
  readonly podSecurity: PodSecurity;
}

/**
 * Makes each namespace once, in the first chart that needs it, with as much Pod Security as all in it can live with.
 *
 * Not those of Kubernetes itself: they would go with the bundle.
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
        labels: { 'pod-security.kubernetes.io/enforce': ORDER.find((level) => wanted.includes(level)) ?? '' },
      },
    });
  }
}
