import { field, list, Manifest } from '../../synth/manifest';
import { SpinOperatorVersion } from '../../releases/spin-operator/spin-operator-version';
import { constantsOf } from '../../releases/component-version';
import { SPIN_GROUPS, Cluster } from '../cluster';
import { Diagnosis } from '../diagnosis';
import { absent, Cause, Reference, referenceTo, seen, textOf } from '../finding';
import { containersOf, isDeleted, Role, Workload } from '../workload';

const DEFINITION = 'CustomResourceDefinition.apiextensions.k8s.io';
const [CURRENT_GROUP, OLD_GROUP] = SPIN_GROUPS;
const PLURALS = ['spinapps', 'spinappexecutors'];

/** Diagnoses of the APIs of SpinKube. */
export const API_DIAGNOSES: readonly Diagnosis[] = [
  { name: 'not-installed', page: 'tutorial/your-cluster.md', find: findNothing },
  { name: 'crd-missing', page: 'explanation/order.md', find: findMissingDefinitions },
  { name: 'crd-deleted', page: 'explanation/upstream-issues.md', find: findDeletedDefinitions },
  { name: 'crd-outdated', page: 'how-to/upgrade.md', find: findOutdatedDefinitions },
  { name: 'old-api-group', page: 'how-to/convert.md', find: findOldGroup },
];

const definition = (name: string): Reference => ({ kind: DEFINITION, name });

function findNothing(cluster: Cluster): Cause[] {
  const all = SPIN_GROUPS.flatMap((group) => PLURALS.map((plural) => definition(`${plural}.${group}`)));
  const hasNone = all.every((one) => cluster.has(one) === false) && cluster.running(Role.SPIN_OPERATOR).length === 0;
  return hasNone && cluster.isWhole
    ? [
        {
          object: all[0],
          text: 'does not exist, nor does spin-operator: SpinKube is not installed in this cluster',
          evidence: all.map(absent),
          remedy: 'check that kubectl uses the right cluster (--context), or install a platform',
        },
      ]
    : [];
}

function findMissingDefinitions(cluster: Cluster): Cause[] {
  return cluster.running(Role.SPIN_OPERATOR).flatMap((operator) => {
    const { group } = apiOf(operator);
    return PLURALS.map((plural) => definition(`${plural}.${group}`))
      .filter((one) => cluster.has(one) === false)
      .map((object) => ({
        object,
        text: 'does not exist, but spin-operator needs it: it exits and is started again',
        evidence: [absent(object), seen(operator.object, 'spec.template.spec.containers[0].image', imageOf(operator))],
        remedy: `apply the CustomResourceDefinitions of spin-operator ${versionOf(operator)}, such as the stage spinkube-crds of a bundle, then: ${restart(operator)}`,
        explains: [operator.reference, ...cluster.all(`SpinApp.${group}`).map(referenceTo)],
      }));
  });
}

function findDeletedDefinitions(cluster: Cluster): Cause[] {
  return cluster
    .all(DEFINITION)
    .filter((one) => isDeleted(one) && SPIN_GROUPS.includes(textOf(one, 'spec', 'group') as typeof CURRENT_GROUP))
    .map((object) => {
      const kind = `${textOf(object, 'spec', 'names', 'kind')}.${textOf(object, 'spec', 'group')}`;
      const held = cluster.all(kind).filter((one) => list(one, 'metadata', 'finalizers').length > 0);
      return {
        object: referenceTo(object),
        text: 'is being deleted, and waits for its objects: no new ones can be created',
        evidence: [
          seen(object, 'metadata.deletionTimestamp', textOf(object, 'metadata', 'deletionTimestamp')),
          ...held.map((one) => seen(one, 'metadata.finalizers', field(one, 'metadata', 'finalizers'))),
        ],
        remedy: 'let spin-operator remove the finalizers of its executors, then apply the definition again',
      };
    });
}

function findOutdatedDefinitions(cluster: Cluster): Cause[] {
  return cluster.running(Role.SPIN_OPERATOR).flatMap((operator) => {
    const { group, operatorVersion } = apiOf(operator);
    const object = cluster.get(DEFINITION, `spinapps.${group}`);
    const known = constantsOf(SpinOperatorVersion).find(([, { name }]) => name === operatorVersion)?.[1];
    const missing = ADDED_FIELDS.filter((name) => known?.api.knows(`spec.${name}`) && object && !defines(object, name));
    return object && missing.length > 0
      ? [
          {
            object: referenceTo(object),
            text: `is older than spin-operator ${operatorVersion}: the API server drops ${missing.join(', ')} of SpinApps`,
            evidence: missing.map((name) =>
              seen(
                object,
                `spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.${name}`,
                'is not defined',
              ),
            ),
            remedy: `apply the CustomResourceDefinitions of spin-operator ${operatorVersion}: Helm does not upgrade them`,
          },
        ]
      : [];
  });
}

/** Fields of SpinApps that later versions of spin-operator have added. */
const ADDED_FIELDS = ['podLabels', 'components', 'serviceAccountName', 'invocationLimits'];

function defines(object: Manifest, name: string): boolean {
  return list(object, 'spec', 'versions').some(
    (version) => field(version, 'schema', 'openAPIV3Schema', 'properties', 'spec', 'properties', name) !== undefined,
  );
}

function findOldGroup(cluster: Cluster): Cause[] {
  const operators = cluster.running(Role.SPIN_OPERATOR);
  if (operators.length === 0 || operators.some((operator) => apiOf(operator).group === OLD_GROUP)) {
    return [];
  }
  const kept = [`SpinApp.${OLD_GROUP}`, `SpinAppExecutor.${OLD_GROUP}`].flatMap((kind) => cluster.all(kind));
  return kept.map((object) => ({
    object: referenceTo(object),
    text: `is in the API group ${OLD_GROUP}, which spin-operator ${versionOf(operators[0])} does not look at`,
    evidence: [
      seen(object, 'apiVersion', object.apiVersion),
      seen(operators[0].object, 'spec.template.spec.containers[0].image', imageOf(operators[0])),
    ],
    remedy: `convert its manifest to ${CURRENT_GROUP}, apply it, and delete this ${object.kind}: cdk8s-spinkube convert --to ${CURRENT_GROUP}/v1alpha1`,
    explains: [
      referenceTo(object),
      {
        kind: `SpinAppExecutor.${OLD_GROUP}`,
        namespace: object.metadata.namespace,
        name: textOf(object, 'spec', 'executor'),
      },
    ],
  }));
}

/** The API of an operator, by the version in its image; that of the newest one if the version is not known. */
function apiOf(operator: Workload): { readonly group: string; readonly operatorVersion: string } {
  const version = versionOf(operator);
  const versions = constantsOf(SpinOperatorVersion).map(([, one]) => one);
  const known = versions.find(({ name }) => name === version);
  const group = known?.api.group ?? (/^v0\.[0-3]\./.test(version) ? OLD_GROUP : CURRENT_GROUP);
  return { group, operatorVersion: version };
}

export function imageOf(workload: Workload): string {
  return textOf(
    containersOf(workload.object).find((one) => textOf(one, 'image').includes(String(workload.role))),
    'image',
  );
}

function versionOf(workload: Workload): string {
  return /:([^@/]+)/.exec(imageOf(workload).replace(/^.*\//, ''))?.[1] ?? '';
}

export function restart({ object: { metadata } }: Workload): string {
  return `kubectl --namespace ${metadata.namespace ?? ''} rollout restart deployment ${metadata.name ?? ''}`;
}
