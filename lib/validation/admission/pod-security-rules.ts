import { field, list, Manifest } from '../../synth/manifest';
import { Problem, Problems } from '../problems';
import { placesAt } from '../fields';
import { installerImages } from './private-registry-rules';
import { policiesFor } from './pod-policies';
import { Rule, SOURCES, SPIN_APP, Surroundings } from './rule';

const ENFORCED = 'pod-security.kubernetes.io/enforce';

/** Rules for the Pod Security Standard of namespaces, where the Namespace is among the objects. */
export const POD_SECURITY_RULES: readonly Rule[] = [
  {
    ...SPIN_APP,
    name: 'spin-app-pod-security',
    level: 'warning',
    description:
      'The namespace must not enforce a stricter Pod Security Standard than the pods meet: `restricted` only with a pod policy that sets their security context, because the operator does not, and `baseline` only without `hostPath` volumes. Otherwise no pod is created.',
    source: SOURCES.podSecurity,
    check: checkSpinApp,
  },
  {
    kind: 'Deployment',
    groups: ['apps'],
    name: 'node-installer-pod-security',
    level: 'warning',
    description:
      'The namespace of a node installer (kwasm-operator, runtime-class-manager) must allow privileged pods, which install the shim on the nodes. Otherwise no node is provisioned.',
    source: SOURCES.podSecurity,
    check: checkInstaller,
  },
];

/** The Pod Security Standard that a namespace enforces. */
function standardOf({ metadata: { namespace = 'default' } }: Manifest, { named }: Surroundings): unknown {
  return field(named('Namespace', namespace)[0]?.metadata, 'labels', ENFORCED);
}

function checkSpinApp(app: Manifest, surroundings: Surroundings): Problem[] {
  const { metadata, spec } = app;
  const standard = standardOf(app, surroundings);
  if (standard === undefined) {
    return [];
  }
  const executor = surroundings.inNamespace('SpinAppExecutor', String(field(spec, 'executor')), metadata.namespace);
  if (field(executor?.spec, 'createDeployment') === false) {
    return [];
  }
  const problems = Problems.at();
  if (standard === 'restricted' && !policiesFor(app, surroundings).some(meetsRestricted)) {
    const text = `enforces the Pod Security Standard 'restricted', which no pod of a SpinApp meets: the operator sets no securityContext`;
    const remedy = `set 'podPolicy.securityContext' of the app, or its label ${ENFORCED} to 'baseline'`;
    problems.at('metadata', 'namespace').refuse(metadata.namespace, text, remedy);
  }
  if (standard === 'baseline') {
    for (const { path, value } of placesAt({ path: 'spec', value: spec }, 'volumes.*.hostPath')) {
      if (value !== undefined && value !== null) {
        const text = `is not allowed in the namespace '${metadata.namespace}', which enforces the Pod Security Standard 'baseline'`;
        problems.add([
          { path, value, text, remedy: `use another volume, or set its label ${ENFORCED} to 'privileged'` },
        ]);
      }
    }
  }
  return [...problems.all];
}

/** Fields that the Pod Security Standard `restricted` requires. */
const RESTRICTED_FIELDS = ['runAsNonRoot', 'seccompProfile', 'allowPrivilegeEscalation', 'capabilities'];

/** Tells if a policy sets all of these fields. Their values are not checked: a policy is a program. */
function meetsRestricted(policy: Manifest): boolean {
  const mutations = JSON.stringify(list(policy.spec, 'mutations'));
  return RESTRICTED_FIELDS.every((name) => mutations.includes(name));
}

function checkInstaller(deployment: Manifest, surroundings: Surroundings): Problem[] {
  const standard = standardOf(deployment, surroundings);
  if (standard !== 'restricted' && standard !== 'baseline') {
    return [];
  }
  const text = `enforces the Pod Security Standard '${standard}', but the pods that install the shim on the nodes are privileged`;
  const remedy = `set its label ${ENFORCED} to 'privileged'`;
  const { namespace } = deployment.metadata;
  return installerImages(deployment).length > 0 ? [{ path: 'metadata.namespace', value: namespace, text, remedy }] : [];
}
