import { byName } from '../../private/by-name';
import { listedError } from '../../private/errors';
import { groupOf } from '../../synth/manifest';
import { stringifyYaml } from '../../synth/yaml';
import { Problems } from '../../validation/problems';
import { AnnotatedObject } from '../annotations';
import { DeliveryContext, DeliveryFile, DeliveryObject, IDelivery } from '../delivery';
import { DELIVERY_FOLDERS } from '../inventory';
import { APPLICATION } from '../kinds/application';
import { isOfKind } from '../kinds/known-kind';
import { KNOWN_KINDS } from '../kinds/known-kinds';
import { labelName } from '../object-name';
import { appProject } from './app-project';
import {
  application,
  ApplicationParts,
  dependentParts,
  folderParts,
  overallParts,
  STAGES,
  stageParts,
} from './application';
import { applicationSet, hasOneSource } from './application-set';
import { ArgoCdGenerator } from './argo-cd-generator';
import { ArgoCdDeliveryProps, ArgoCdMode, ArgoCdSettings, requireRevision, settle } from './argo-cd-props';
import { Installation } from './installation';
import { syncWaveAnnotations } from './sync-waves';

const FOLDER = DELIVERY_FOLDERS.argoCd;
const SETS = `${FOLDER}/application-sets`;

/** The file with the health checks. */
const CHECKS = 'health-checks.yaml';

/** An object to be applied by hand, and its file. */
interface StartedFile {
  readonly file: string;
  readonly text: string;
}

/**
 * Objects that let Argo CD install a bundle in order: Applications, a project that allows what the bundle needs and nothing
 * else, and health checks. `argo-cd/kustomization.yaml` says how to apply them.
 *
 * Argo CD 3.0 or later.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
 *
 * @example
 *
 * const source = GitSource.of({ url: 'https://github.com/example/gitops.git' });
 * const bundle = new Bundle({ deliveries: [new ArgoCdDelivery({ source })] });
 */
export class ArgoCdDelivery implements IDelivery {
  public readonly name = 'argo-cd';

  private readonly settings: ArgoCdSettings;

  /**
   * A delivery to Argo CD.
   *
   * @param props where Argo CD runs, source of the bundle, and sync policy
   * @throws with everything that is wrong with the properties at once
   */
  public constructor(props: ArgoCdDeliveryProps) {
    this.settings = settle(props);
  }

  /**
   * `argo-cd/applications.yaml`, and what belongs to it.
   *
   * @param context the stages
   * @throws if a stage or cluster has a name too long for an Application, 'generator' has no cluster, or the source of a cluster
   * has no revision
   */
  public deliver(context: DeliveryContext): DeliveryFile[] {
    const { directory, stages } = context;
    const { generator } = this.settings;
    requireSource(context);
    const installation = new Installation(this.settings, context);
    if (!generator) {
      return stages.length > 0 ? this.filesOf(installation, [installation]) : [];
    }
    if (directory !== '.') {
      return generator._chosen([context]).length > 0 ? this.stagesOf(installation) : [];
    }
    const problems = Problems.at();
    const clusters = clustersOf(problems.at('generator'), context, generator);
    const installations = clusters.map((cluster) => new Installation(this.settings, cluster));
    return this.filesOf(installation, installations, problems);
  }

  /**
   * Annotations of a manifest, in the mode in which Argo CD reads the order from the manifests.
   *
   * @internal
   */
  public _annotations(object: AnnotatedObject): { [key: string]: string } {
    return this.settings.mode === ArgoCdMode.SYNC_WAVES ? syncWaveAnnotations(object) : {};
  }

  /**
   * Renders the files for the cluster in which Argo CD runs.
   *
   * @param hub the bundle itself, or a cluster with an Argo CD of its own
   * @param installations itself, or the clusters that it serves
   * @param problems what is wrong with their choice
   * @throws with everything that is wrong at once
   */
  private filesOf(hub: Installation, installations: Installation[], problems = Problems.at()): DeliveryFile[] {
    const { generator, mode } = this.settings;
    requireShortNames(problems.at('name'), installations);
    refuseDependencies(problems.at('mode'), hub);
    refuseSources(problems.at('mode'), hub, installations);
    if (problems.all.length > 0) {
      throw listedError('ArgoCdDelivery has', problems.messages);
    }
    const inSet = generator !== undefined || mode === ArgoCdMode.ROLLING_SYNC;
    const started = this.started(hub, installations, inSet ? folderParts(SETS) : overallParts(hub));
    return [
      ...started.map(({ file, text }) => ({ path: `${FOLDER}/${file}`, text })),
      ...(inSet ? [{ path: `${SETS}/${hub.name}.yaml`, text: print(applicationSet(hub, installations)) }] : []),
      ...(generator ? [] : [...this.stagesOf(hub), ...this.dependentsOf(hub)]),
      // The Argo CD of a cluster that another one waits for has them already.
      ...(hub.isDependent ? [] : this.healthChecks(installations)),
      ...startFile(hub, started),
    ];
  }

  /** Files that users apply so that Argo CD starts. */
  private started(hub: Installation, installations: Installation[], overall: ApplicationParts): StartedFile[] {
    const hasProject = this.settings.project !== undefined;
    return [
      ...(hasProject ? [] : [{ file: 'project.yaml', text: print(appProject(hub, installations), PROJECT) }]),
      ...(hub.isDependent ? [] : [{ file: 'applications.yaml', text: print(application(hub, overall)) }]),
    ];
  }

  /** The Applications over the clusters that wait for stages of this one, beside those of its stages. */
  private dependentsOf(installation: Installation): DeliveryFile[] {
    return installation.dependents
      .filter(({ isDependent }) => isDependent)
      .map((dependent) => ({
        path: `${STAGES}/${dependent.name}.yaml`,
        text: print(application(dependent, dependentParts(dependent, installation))),
      }));
  }

  /** Applications of the stages, created by an Application of their own. */
  private stagesOf(installation: Installation): DeliveryFile[] {
    return this.settings.mode === ArgoCdMode.APP_OF_APPS
      ? installation.stages.map((stage) => ({
          path: `${STAGES}/${stage.name}.yaml`,
          text: print(application(installation, stageParts(installation, stage))),
        }))
      : [];
  }

  private healthChecks(installations: Installation[]): DeliveryFile[] {
    if (!this.settings.healthChecks) {
      return [];
    }
    const patch = healthChecksPatch(
      this.settings,
      installations.flatMap(({ objects }) => objects),
    );
    return [{ path: `${FOLDER}/${CHECKS}`, text: print(patch, HEALTH) }];
  }
}

/** The clusters that an ApplicationSet serves. It serves at least one, and nothing but clusters. */
function clustersOf(
  problems: Problems,
  { clusters, stages }: DeliveryContext,
  generator: ArgoCdGenerator,
): DeliveryContext[] {
  const { _ofBundle: labels } = generator;
  const chosen = generator._chosen(clusters).filter((cluster) => cluster.stages.length > 0);
  if (chosen.length === 0) {
    const remedy = 'add a Cluster with charts and these labels to the bundle, or remove it';
    problems.refuse(labels, 'has no cluster', remedy);
  }
  if (stages.length > 0) {
    const rule = 'leaves out the charts of the bundle itself';
    problems.refuse(labels, rule, "put them into a Cluster, such as 'in-cluster'");
  }
  return chosen;
}

/** The part of the configuration of Argo CD that tells it when objects are healthy, and how to compare them. */
function healthChecksPatch({ mode, namespace }: ArgoCdSettings, objects: DeliveryObject[]): unknown {
  const customizations = (mode === ArgoCdMode.APP_OF_APPS ? [...KNOWN_KINDS, APPLICATION] : KNOWN_KINDS).flatMap(
    (known): [string, string][] => {
      const { health, healthOnlyIfUsed, knownTypeFields } = known.argoCd ?? {};
      const isNeeded = !healthOnlyIfUsed || objects.some((object) => isOfKind(object, known));
      const key = (customization: string) => `resource.customizations.${customization}.${groupOf(known)}_${known.kind}`;
      return [
        ...(health !== undefined && isNeeded ? [[key('health'), health] as [string, string]] : []),
        ...(knownTypeFields ? [[key('knownTypeFields'), stringifyYaml(knownTypeFields)] as [string, string]] : []),
      ];
    },
  );
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'argocd-cm', namespace },
    data: byName(Object.fromEntries(customizations)),
  };
}

const PROJECT = `# Argo CD neither creates nor deletes what a project does not allow. Nothing syncs this file, so that changing the bundle does
# not also change what it may do: apply it before a bundle that needs more permissions, and after one that needs fewer.
`;

const HEALTH = `# Some keys of the configuration of Argo CD: merge them, do not apply this file. \`kubectl apply\` would remove the other keys,
# even with --server-side if they have the same field manager. Run in this folder:
#
#   kubectl patch -f ${CHECKS} --type merge --patch-file ${CHECKS}
#
# If Argo CD itself is installed with Kustomize, list this file under \`patches\` there.
`;

function startFile(hub: Installation, started: StartedFile[]): DeliveryFile[] {
  const files = started.map(({ file }) => file);
  return files.length > 0 ? [{ path: `${FOLDER}/kustomization.yaml`, text: kustomization(hub, files) }] : [];
}

/** Argo CD waits for another cluster only where one Application makes those of stages wave by wave, and only for one. */
function refuseDependencies(
  problems: Problems,
  { dependsOn, directory, isDependent, settings: { mode } }: Installation,
): void {
  if (isDependent && mode !== ArgoCdMode.APP_OF_APPS) {
    problems.refuse(mode, `has ${directory} wait for no other cluster`, 'use ArgoCdMode.APP_OF_APPS');
  }
  if (isDependent && dependsOn.length > 1) {
    problems.refuse(mode, `has ${directory} wait for one other cluster only`, 'let it depend on one');
  }
}

/** The ApplicationSet of a rolling sync lists the stages of one revision. */
function refuseSources(problems: Problems, hub: Installation, installations: Installation[]): void {
  const { generator, mode } = hub.settings;
  if (generator && mode === ArgoCdMode.ROLLING_SYNC && !hasOneSource(hub, installations)) {
    const rule =
      'with a generator lists the stages of all clusters at once, and some clusters have a source of their own';
    problems.refuse(mode, rule, 'use another mode, or no generator');
  }
}

function requireSource({ source }: DeliveryContext): void {
  const problems = Problems.at();
  if (source !== undefined) {
    requireRevision(source, problems.at('source'));
  }
  if (problems.all.length > 0) {
    throw listedError('ArgoCdDelivery has', problems.messages);
  }
}

function requireShortNames(problems: Problems, installations: Installation[]): void {
  for (const installation of installations) {
    const { mode } = installation.settings;
    const stages = mode === ArgoCdMode.SYNC_WAVES ? [] : installation.stages;
    for (const name of [installation.name, ...stages.map((stage) => installation.applicationOf(stage))]) {
      problems.require(name, labelName('an Application'));
    }
  }
}

/** A file of one object, with a comment. */
function print(manifest: unknown, comment = ''): string {
  return `---\n${comment}${stringifyYaml(manifest)}`;
}

/** The `kustomization.yaml` that starts it all, and says how. */
function kustomization(hub: Installation, resources: string[]): string {
  return print(
    {
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      resources,
    },
    commentFor(hub),
  );
}

function commentFor({ dependsOn, isDependent, settings }: Installation): string {
  const { healthChecks, mode, namespace } = settings;
  if (isDependent) {
    return dependent(dependsOn[0].directory);
  }
  return [
    mode === ArgoCdMode.ROLLING_SYNC ? rollingSync(namespace) : '',
    healthChecks ? WITH_HEALTH_CHECKS : WITHOUT_HEALTH_CHECKS,
  ].join('');
}

const APPLY = '#   kubectl apply -k .\n';

const WITHOUT_HEALTH_CHECKS = `# Entry point, once Argo CD is installed. Run in this folder:
#
${APPLY}`;

const WITH_HEALTH_CHECKS = `# Entry point, once Argo CD is installed. The health checks come first, see ${CHECKS}. Run in this folder:
#
#   kubectl patch -f ${CHECKS} --type merge --patch-file ${CHECKS}
${APPLY}`;

function dependent(directory: string): string {
  const where = directory === '.' ? 'the bundle' : directory;
  return `# AppProject of the Application that ${where} creates for this cluster; apply it before ${where}. Run in this folder:
#
${APPLY}`;
}

function rollingSync(namespace: string): string {
  return `# Argo CD needs progressive syncs of ApplicationSets enabled, and a restart; without them all stages are synced at once:
#
#   kubectl patch configmap argocd-cmd-params-cm --namespace ${namespace} --type merge \\
#     --patch '{"data": {"applicationsetcontroller.enable.progressive.syncs": "true"}}'
#   kubectl rollout restart deployment argocd-applicationset-controller --namespace ${namespace}
#
`;
}
