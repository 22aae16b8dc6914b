import { field, Manifest } from '../../synth/manifest';
import { Problem, Problems } from '../problems';
import { placesAt } from '../fields';
import { installerImages } from './private-registry-rules';
import { Rule, SOURCES, SPIN_APP, Surroundings } from './rule';

const ENFORCED = 'pod-security.kubernetes.io/enforce';

/** Rules for the Pod Security Standard of namespaces, where the Namespace is among the objects. */
export const POD_SECURITY_RULES: readonly Rule[] = [
  {
    ...SPIN_APP,
    name: 'spin-app-pod-security',
    level: 'warning',
    description:
      'The namespace must not enforce a stricter Pod Security Standard than the pods meet: `restricted` never, because the operator sets no securityContext, and `baseline` only without `hostPath` volumes. Otherwise no pod is created.',
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
  if (standard === 'restricted') {
    const text = `enforces the Pod Security Standard 'restricted', which no pod of a SpinApp meets: the operator sets no securityContext`;
    problems.at('metadata', 'namespace').refuse(metadata.namespace, text, `set its label ${ENFORCED} to 'baseline'`);
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
