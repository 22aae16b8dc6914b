import { plainError, violation } from '../../private/errors';
import { isDnsLabel } from '../../private/names';
import { stringifyYaml } from '../../synth/yaml';
import { DeliveryContext, DeliveryFile, IDelivery } from '../delivery';
import { appProject } from './app-project';
import { rootApplication, singleApplication, stageApplication, SYNC_WAVE } from './application';
import { ArgoCdDeliveryProps, ArgoCdMode } from './argo-cd-props';
import { ArgoCdSettings, settle } from './argo-cd-settings';
import { healthChecksPatch } from './health-checks';
import { Installation } from './installation';

const FOLDER = 'argo-cd';
const STAGES = `${FOLDER}/stages`;

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
   * @param props where Argo CD runs, where it fetches the bundle from, and how it syncs
   * @throws with everything that is wrong with the properties at once
   */
  public constructor(props: ArgoCdDeliveryProps) {
    this.settings = settle(props);
  }

  /**
   * `argo-cd/applications.yaml`, and what belongs to it.
   *
   * @param context the stages
   * @throws if a stage or cluster has a name too long for an Application
   */
  public deliver(context: DeliveryContext): DeliveryFile[] {
    if (context.stages.length === 0) {
      return [];
    }
    const installation = new Installation(this.settings, context);
    refuseLongNames(installation);
    const objects = this.objectsOf(installation);
    return [
      ...objects.map(({ comment, file, manifest }) => ({ path: `${FOLDER}/${file}`, text: print(manifest, comment) })),
      ...this.stagesOf(installation),
      this.healthChecks(),
      { path: `${FOLDER}/kustomization.yaml`, text: this.kustomization(objects.map(({ file }) => file)) },
    ].filter((file) => file !== undefined);
  }

  /**
   * What a manifest must carry for Argo CD, if it reads the order from the manifests.
   *
   * @internal
   */
  public _annotations(level: number, kind: string): { [key: string]: string } {
    if (this.settings.mode !== ArgoCdMode.SYNC_WAVES) {
      return {};
    }
    return {
      [SYNC_WAVE]: String(level),
      ...(kind === 'CustomResourceDefinition' && { 'argocd.argoproj.io/sync-options': 'Prune=false' }),
    };
  }

  /** What is to be applied by hand, in order. */
  private objectsOf(installation: Installation): { file: string; comment: string; manifest: unknown }[] {
    const { mode, project } = this.settings;
    const application =
      mode === ArgoCdMode.APP_OF_APPS ? rootApplication(installation, STAGES) : singleApplication(installation);
    return [
      ...(project === undefined
        ? [{ file: 'project.yaml', comment: PROJECT, manifest: appProject(installation) }]
        : []),
      { file: 'applications.yaml', comment: '', manifest: application },
    ];
  }

  private stagesOf(installation: Installation): DeliveryFile[] {
    return this.settings.mode === ArgoCdMode.APP_OF_APPS
      ? installation.stages.map((stage) => ({
          path: `${STAGES}/${stage.name}.yaml`,
          text: print(stageApplication(installation, stage)),
        }))
      : [];
  }

  private healthChecks(): DeliveryFile | undefined {
    const { healthChecks, mode, namespace } = this.settings;
    return healthChecks
      ? { path: `${FOLDER}/${CHECKS}`, text: print(healthChecksPatch(namespace, mode), HEALTH) }
      : undefined;
  }

  private kustomization(resources: string[]): string {
    const comment = this.settings.healthChecks ? WITH_HEALTH_CHECKS : WITHOUT_HEALTH_CHECKS;
    return print(
      {
        apiVersion: 'kustomize.config.k8s.io/v1beta1',
        kind: 'Kustomization',
        resources,
      },
      comment,
    );
  }
}

const CHECKS = 'health-checks.yaml';

const PROJECT = `# Argo CD neither makes nor removes what a project does not allow. Nothing syncs this file, so that whoever changes the
# bundle does not also decide what it may do: apply it before a bundle that needs more, and after one that needs less.
`;

const HEALTH = `# Some keys of the configuration of Argo CD, which has others: merge them, do not apply this file. \`kubectl apply\` would
# take the other keys away, with --server-side too where they were applied by the same program. In this folder:
#
#   kubectl patch -f ${CHECKS} --type merge --patch-file ${CHECKS}
#
# If Argo CD is itself installed with Kustomize, name this file under \`patches\` there.
`;

const APPLY = '#   kubectl apply -k .\n';

const WITHOUT_HEALTH_CHECKS = `# What starts it all, once Argo CD is there. In this folder:
#
${APPLY}`;

const WITH_HEALTH_CHECKS = `# What starts it all, once Argo CD is there. The health checks come first, see ${CHECKS}. In this folder:
#
#   kubectl patch -f ${CHECKS} --type merge --patch-file ${CHECKS}
${APPLY}`;

function print(manifest: unknown, comment = ''): string {
  return `---\n${comment}${stringifyYaml(manifest)}`;
}

/** Kubernetes would take longer names; Argo CD does not where it tracks objects by label. */
function refuseLongNames(installation: Installation): void {
  const names = [installation.name];
  if (installation.settings.mode === ArgoCdMode.APP_OF_APPS) {
    names.push(...installation.stages.map((stage) => installation.applicationOf(stage)));
  }
  const errors = names
    .filter((name) => !isDnsLabel(name))
    .map((name) =>
      violation(
        'name',
        name,
        'is too long for an Application: at most 63 characters',
        'shorten it, or that of the stage',
      ),
    );
  if (errors.length > 0) {
    throw plainError(`ArgoCdDelivery has the following errors:\n  ${errors.join('\n  ')}`);
  }
}
