import * as path from 'path';
import {
  Kustomization,
  KustomizationSpecDeletionPolicy,
  KustomizationSpecPatches,
  KustomizationSpecSourceRef,
  KustomizationSpecSourceRefKind,
} from '../../../imports/kustomize.toolkit.fluxcd.io';
import { GitRepository, OciRepository } from '../../../imports/source.toolkit.fluxcd.io';
import { listUnlessEmpty } from '../../private/empty';
import { listedError } from '../../private/errors';
import { stringifyYaml } from '../../synth/yaml';
import { Problems } from '../../validation/problems';
import { DeliveryContext, DeliveryFile, DeliveryObject, DeliveryStage, IDelivery } from '../delivery';
import { GitSource } from '../git-source';
import { DELIVERY_FOLDERS } from '../inventory';
import { isCustomResourceDefinition } from '../kinds/custom-resource-definition';
import { FluxConditions, isOfKind } from '../kinds/known-kind';
import { KNOWN_KINDS, knownKind } from '../kinds/known-kinds';
import { isSpinApp } from '../kinds/spin-app';
import { isSpinAppExecutor } from '../kinds/spin-app-executor';
import { labelName } from '../object-name';
import { verifyOf } from './cosign';
import {
  checkClusterSource,
  FluxDeletionPolicy,
  FluxDeliveryProps,
  FluxSettings,
  fluxUrl,
  goDuration,
  settle,
} from './flux-props';
import { Installation } from './installation';

const FOLDER = DELIVERY_FOLDERS.flux;
const PRUNE = 'kustomize.toolkit.fluxcd.io/prune';

/**
 * Objects that let Flux install a bundle in order: a source, and a Kustomization for each stage that waits for the
 * Kustomizations of the stages before. `flux/kustomization.yaml` says how to apply them.
 *
 * Flux 2.6 or later.
 *
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/
 *
 * @example
 *
 * const source = GitSource.of({ url: 'https://github.com/example/gitops.git' });
 * const bundle = new Bundle({ deliveries: [new FluxDelivery({ source })] });
 */
export class FluxDelivery implements IDelivery {
  public readonly name = 'flux';

  private readonly settings: FluxSettings;

  /**
   * A delivery to Flux.
   *
   * @param props source of the bundle, and how Flux applies it
   * @throws with everything that is wrong with the properties at once
   */
  public constructor(props: FluxDeliveryProps) {
    this.settings = settle(props);
  }

  /**
   * `flux/kustomizations.yaml`, and what belongs to it.
   *
   * @param context the stages
   * @throws if a stage has a name too long for a Kustomization, or both executors and SpinApps, or if the source of a cluster is
   * not one of Flux
   */
  public deliver(context: DeliveryContext): DeliveryFile[] {
    if (context.stages.length === 0) {
      return [];
    }
    const installation = new Installation(this.settings, context);
    const problems = problemsOf(installation);
    if (context.source) {
      checkClusterSource(context.source, this.settings, problems);
    }
    if (problems.all.length > 0) {
      throw listedError('FluxDelivery has', problems.messages);
    }
    return filesOf(installation);
  }
}

function filesOf(installation: Installation): DeliveryFile[] {
  const createsSource = installation.settings.existingSource === undefined;
  const { rootKustomization: hasRoot } = installation.settings;
  const reasons = new Set(installation.kept.values());
  const objects = {
    ...(createsSource && { 'source.yaml': print([sourceManifest(installation)]) }),
    'kustomizations.yaml': print(
      installation.stages.map((stage) => stageKustomization(installation, stage)),
      [KUSTOMIZATIONS, ...[...reasons].map(keptComment)].join(''),
    ),
    ...(hasRoot && { 'root.yaml': print([rootKustomization(installation)], ROOT) }),
  };
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    sortOptions: { order: 'fifo' },
    resources: Object.keys(objects),
  };
  return Object.entries({
    ...objects,
    'kustomization.yaml': print([kustomization], hasRoot ? WITH_ROOT : WITHOUT_ROOT),
  }).map(([file, text]) => ({ path: `${FOLDER}/${file}`, text }));
}

function print(manifests: unknown[], comment = ''): string {
  return `---\n${comment}${manifests.map(stringifyYaml).join('---\n')}`;
}

const KUSTOMIZATIONS = `# Flux applies these in the order of dependsOn, but deletes them in any order. To remove the bundle, delete them one by one,
# last to first: executors are stuck forever if spin-operator is deleted before them. CustomResourceDefinitions and
# Namespaces are never deleted, because all objects of these kinds and in these namespaces would go with them.
`;

function keptComment(reason: string): string {
  return `# ${reason[0].toUpperCase()}${reason.slice(1)}.\n`;
}

const ROOT = `# Syncs this folder, and itself with it: Kustomizations of new stages arrive, and those of removed stages go, with their objects.
# A Kustomization with the annotation ${PRUNE}: disabled stays until you delete it: other stages depend
# on it, or its objects must never be pruned. Deleting this Kustomization leaves the others.
`;

const WITH_ROOT = `# Entry point, once Flux is installed. Run once in this folder; root.yaml lets Flux sync it from then on:
#
#   kubectl apply -k .
`;

const WITHOUT_ROOT = `# Entry point, once Flux is installed. Run in this folder, now and whenever a file in it changes:
#
#   kubectl apply -k .
`;

/** Everything about the stages of a bundle that Flux does not support. */
function problemsOf(installation: Installation): Problems {
  const problems = Problems.at();
  for (const stage of installation.stages) {
    problems.at('name').require(installation.kustomizationOf(stage.name), labelName('a Kustomization'));
    refuseDeadlock(problems.at('stage'), stage);
  }
  return problems;
}

/** Flux dry-runs all objects of a stage before it applies any of them. */
function refuseDeadlock(problems: Problems, { name, objects }: DeliveryStage): void {
  const rule =
    'has executors and SpinApps: Flux applies neither, because the operator rejects a SpinApp before its executor exists';
  if (objects.some(isSpinAppExecutor) && objects.some(isSpinApp)) {
    problems.refuse(name, rule, 'put them into separate charts');
  }
}

/** The GitRepository or OCIRepository that holds the bundle. */
function sourceManifest({ settings, source, sourceName }: Installation): unknown {
  const { cosign, interval, namespace, secretRef } = settings;
  const metadata = { name: sourceName, namespace };
  const common = {
    interval,
    url: fluxUrl(source),
    secretRef: secretRef === undefined ? undefined : { name: secretRef },
  };
  if (source instanceof GitSource) {
    const { branch, commit, tag } = source;
    return GitRepository.manifest({ metadata, spec: { ...common, ref: { branch, commit, tag } } });
  }
  const { digest, semver, tag } = source;
  return OciRepository.manifest({
    metadata,
    spec: { ...common, ref: { digest, semver, tag }, verify: cosign && verifyOf(cosign) },
  });
}

/** The Kustomization of the folder of the Kustomizations. It would delete all of them with itself, if it did not leave them. */
function rootKustomization(installation: Installation): unknown {
  const { rootName, settings } = installation;
  return Kustomization.manifest({
    metadata: { name: rootName, namespace: settings.namespace, annotations: { [PRUNE]: 'disabled' } },
    spec: {
      sourceRef: sourceRef(installation),
      path: installation.sourcePath(FOLDER),
      interval: settings.interval,
      retryInterval: settings.retryInterval,
      prune: true,
      deletionPolicy: KustomizationSpecDeletionPolicy.ORPHAN,
      serviceAccountName: settings.serviceAccountName,
      suspend: settings.suspend || undefined,
    },
  });
}

function sourceRef({ source, sourceName }: Installation): KustomizationSpecSourceRef {
  const { GIT_REPOSITORY, OCI_REPOSITORY } = KustomizationSpecSourceRefKind;
  return { kind: source instanceof GitSource ? GIT_REPOSITORY : OCI_REPOSITORY, name: sourceName };
}

/** The Kustomization of one stage, which waits for those of the stages that must be ready before. */
function stageKustomization(installation: Installation, stage: DeliveryStage): unknown {
  const { all, kept, kubeConfigSecret, settings } = installation;
  const isKept = kept.has(stage.name) || stage.objects.every(isCustomResourceDefinition);
  const isGuarded = settings.rootKustomization && (isKept || installation.isNeeded(stage));
  return Kustomization.manifest({
    metadata: {
      name: installation.kustomizationOf(stage.name),
      namespace: settings.namespace,
      ...(isGuarded && { annotations: { [PRUNE]: 'disabled' } }),
    },
    spec: {
      sourceRef: sourceRef(installation),
      path: installation.sourcePath(path.posix.dirname(stage.path)),
      dependsOn: listUnlessEmpty(installation.dependenciesOf(stage).map((name) => ({ name }))),
      interval: settings.interval,
      retryInterval: settings.retryInterval,
      timeout: goDuration(settings.timeoutSeconds ?? timeoutOf(stage)),
      prune: settings.prune && !isKept,
      deletionPolicy: deletionPolicy(isKept ? FluxDeletionPolicy.ORPHAN : settings.deletionPolicy),
      patches: isKept ? undefined : listUnlessEmpty(keeping(stage.objects)),
      wait: true,
      healthCheckExprs: listUnlessEmpty(healthChecksFor(stage, all)),
      serviceAccountName: settings.serviceAccountName,
      kubeConfig: kubeConfigSecret === undefined ? undefined : { secretRef: { name: kubeConfigSecret } },
      suspend: settings.suspend || undefined,
    },
  });
}

const USUAL_TIMEOUT = 300;

function timeoutOf({ objects }: DeliveryStage): number {
  return objects.reduce((most, object) => Math.max(most, knownKind(object)?.timeoutSeconds ?? 0), USUAL_TIMEOUT);
}

/** The health check of Flux for a kind. */
export interface FluxHealthCheck extends FluxConditions {
  readonly apiVersion: string;
  readonly kind: string;
}

/**
 * The health checks that a stage needs. Without them Flux considers all objects of these kinds ready at once.
 *
 * @param stage the stage
 * @param all all objects of the bundle
 */
export function healthChecksFor({ objects }: DeliveryStage, all: readonly DeliveryObject[]): FluxHealthCheck[] {
  return KNOWN_KINDS.flatMap((known) => {
    const found = known.flux ? objects.filter((object) => isOfKind(object, known)) : [];
    const conditions = found.length > 0 ? known.flux?.(found, all) : undefined;
    return conditions ? [{ apiVersion: known.apiVersion, kind: known.kind, ...conditions }] : [];
  });
}

/** Keeps the objects that must stay. The manifests say nothing about Flux, so the Kustomization does. */
function keeping(objects: readonly DeliveryObject[]): KustomizationSpecPatches[] {
  return KNOWN_KINDS.filter((known) => known.removedOnRequest && objects.some((object) => isOfKind(object, known))).map(
    ({ apiVersion, kind }) => ({
      // The name is not that of an object: the target selects them.
      patch: stringifyYaml({
        apiVersion,
        kind,
        metadata: { name: 'all', annotations: { [PRUNE]: 'disabled' } },
      }),
      target: { kind },
    }),
  );
}

function deletionPolicy(policy: FluxDeletionPolicy): KustomizationSpecDeletionPolicy {
  return {
    [FluxDeletionPolicy.MIRROR_PRUNE]: KustomizationSpecDeletionPolicy.MIRROR_PRUNE,
    [FluxDeletionPolicy.DELETE]: KustomizationSpecDeletionPolicy.DELETE,
    [FluxDeletionPolicy.WAIT_FOR_TERMINATION]: KustomizationSpecDeletionPolicy.WAIT_FOR_TERMINATION,
    [FluxDeletionPolicy.ORPHAN]: KustomizationSpecDeletionPolicy.ORPHAN,
  }[policy];
}
