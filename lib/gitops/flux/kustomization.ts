import * as path from 'path';
import {
  Kustomization,
  KustomizationSpecDeletionPolicy,
  KustomizationSpecPatches,
  KustomizationSpecSourceRefKind,
} from '../../../imports/kustomize.toolkit.fluxcd.io';
import { listUnlessEmpty } from '../../private/empty';
import { stringifyYaml } from '../../synth/yaml';
import { DeliveryObject, DeliveryStage } from '../delivery';
import { GitSource } from '../git-source';
import { isDefinition, isShoot } from '../readiness';
import { FluxDeletionPolicy } from './flux-props';
import { healthChecksFor } from './health-checks';
import { Installation } from './installation';

/** Kinds of which no object is ever deleted: others may have objects of them or in them. */
const KEPT: { [kind: string]: string } = {
  CustomResourceDefinition: 'apiextensions.k8s.io/v1',
  Namespace: 'v1',
};

/** The Kustomization of one stage, which waits for those of the stages that must be ready before. */
export function stageKustomization(installation: Installation, stage: DeliveryStage): unknown {
  const { kept, kubeConfigSecret, settings, unmanaged } = installation;
  const isKept = kept.has(stage.name) || stage.objects.every(isDefinition);
  return Kustomization.manifest({
    metadata: { name: installation.kustomizationOf(stage.name), namespace: settings.namespace },
    spec: {
      sourceRef: {
        kind:
          settings.source instanceof GitSource
            ? KustomizationSpecSourceRefKind.GIT_REPOSITORY
            : KustomizationSpecSourceRefKind.OCI_REPOSITORY,
        name: installation.sourceName,
      },
      path: installation.sourcePath(path.posix.dirname(stage.path)),
      dependsOn: listUnlessEmpty(installation.dependenciesOf(stage).map((name) => ({ name }))),
      interval: settings.interval,
      retryInterval: settings.retryInterval,
      timeout: stage.objects.some(({ manifest }) => isShoot(manifest)) ? settings.shootTimeout : settings.timeout,
      prune: settings.prune && !isKept,
      deletionPolicy: deletionPolicy(isKept ? FluxDeletionPolicy.ORPHAN : settings.deletionPolicy),
      patches: isKept ? undefined : listUnlessEmpty(keeping(stage.objects)),
      force: false,
      wait: true,
      healthCheckExprs: listUnlessEmpty(healthChecksFor(stage, unmanaged)),
      serviceAccountName: settings.serviceAccountName,
      kubeConfig: kubeConfigSecret === undefined ? undefined : { secretRef: { name: kubeConfigSecret } },
      suspend: settings.suspend || undefined,
    },
  });
}

/** What keeps the objects that must stay. The manifests say nothing of Flux, so it is told here. */
function keeping(objects: DeliveryObject[]): KustomizationSpecPatches[] {
  return Object.entries(KEPT)
    .filter(([kind]) => objects.some((object) => object.kind === kind))
    .map(([kind, apiVersion]) => ({
      // The name is that of no object: the target says which.
      patch: stringifyYaml({
        apiVersion,
        kind,
        metadata: { name: 'all', annotations: { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' } },
      }),
      target: { kind },
    }));
}

function deletionPolicy(policy: FluxDeletionPolicy): KustomizationSpecDeletionPolicy {
  return {
    [FluxDeletionPolicy.MIRROR_PRUNE]: KustomizationSpecDeletionPolicy.MIRROR_PRUNE,
    [FluxDeletionPolicy.DELETE]: KustomizationSpecDeletionPolicy.DELETE,
    [FluxDeletionPolicy.WAIT_FOR_TERMINATION]: KustomizationSpecDeletionPolicy.WAIT_FOR_TERMINATION,
    [FluxDeletionPolicy.ORPHAN]: KustomizationSpecDeletionPolicy.ORPHAN,
  }[policy];
}
