import { stringifyYaml } from '../../synth/yaml';
import { ArgoCdMode } from './argo-cd-props';
import { Installation } from './installation';

/** The file with the health checks. */
export const CHECKS = 'health-checks.yaml';

/** A file of one object, with a comment. */
export function print(manifest: unknown, comment = ''): string {
  return `---\n${comment}${stringifyYaml(manifest)}`;
}

/** The `kustomization.yaml` that starts it all, and says how. */
export function kustomization(hub: Installation, resources: string[]): string {
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

const WITHOUT_HEALTH_CHECKS = `# What starts it all, once Argo CD is there. In this folder:
#
${APPLY}`;

const WITH_HEALTH_CHECKS = `# What starts it all, once Argo CD is there. The health checks come first, see ${CHECKS}. In this folder:
#
#   kubectl patch -f ${CHECKS} --type merge --patch-file ${CHECKS}
${APPLY}`;

function dependent(directory: string): string {
  const where = directory === '.' ? 'the bundle itself' : directory;
  return `# What ${where} starts when it is ready may do; apply it before that of ${where}. In this folder:
#
${APPLY}`;
}

function rollingSync(namespace: string): string {
  return `# Argo CD must be told that ApplicationSets may go step by step, and then restarted; without it all stages are synced at once:
#
#   kubectl patch configmap argocd-cmd-params-cm --namespace ${namespace} --type merge \\
#     --patch '{"data": {"applicationsetcontroller.enable.progressive.syncs": "true"}}'
#   kubectl rollout restart deployment argocd-applicationset-controller --namespace ${namespace}
#
`;
}
