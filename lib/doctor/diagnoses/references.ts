import { field, list, Manifest } from '../../synth/manifest';
import { Cluster } from '../cluster';
import { dependentsOf } from '../dependents';
import { Diagnosis } from '../diagnosis';
import { absent, Cause, Evidence, Reference, seen, textOf } from '../finding';
import { Workload } from '../workload';
import { brokenWorkloads, podEvent, stuckContainers } from './broken';

/** Diagnoses of references of pods to objects that do not exist. */
export const REFERENCE_DIAGNOSES: readonly Diagnosis[] = [
  {
    name: 'secret-missing',
    page: 'reference/rules.md#spin-app-variable-references',
    find: (cluster) => findMissing(cluster, 'Secret'),
  },
  {
    name: 'config-map-missing',
    page: 'reference/rules.md#spin-app-variable-references',
    find: (cluster) => findMissing(cluster, 'ConfigMap'),
  },
  { name: 'key-missing', page: 'reference/rules.md#spin-app-variable-references', find: findKeys },
  { name: 'service-account-missing', page: 'reference/rules.md#spin-app-service-account', find: findServiceAccounts },
  { name: 'claim-pending', page: 'how-to/spin-app.md', find: findClaims },
];

/** A Secret or ConfigMap that a workload needs, and the place that names it. */
interface Need {
  readonly object: Reference;
  readonly place: Evidence;

  /** The keys that must be there. */
  readonly keys: readonly string[];
}

/** The Secrets and ConfigMaps that a SpinApp or the pods of a Deployment need. */
function needsOf(workload: Workload): Need[] {
  const { object: owner } = workload;
  const { namespace } = owner.metadata;
  const need = (kind: string, at: string, name: string, keys: readonly string[] = []): Need[] =>
    name === '' ? [] : [{ object: { kind, namespace, name }, place: seen(owner, at, name), keys }];
  const fromSource = (source: unknown, at: string): Need[] =>
    [
      ['Secret', 'secretKeyRef'],
      ['ConfigMap', 'configMapKeyRef'],
    ].flatMap(([kind, name]) => {
      const reference = field(source, name);
      return field(reference, 'optional') === true
        ? []
        : need(kind, `${at}.${name}`, textOf(reference, 'name'), [textOf(reference, 'key')]);
    });
  const fromVolume = (volume: unknown, at: string): Need[] =>
    [
      ...[field(volume, 'secret')].map((one) => ['Secret', one, textOf(one, 'secretName'), 'secret'] as const),
      ...[field(volume, 'configMap')].map((one) => ['ConfigMap', one, textOf(one, 'name'), 'configMap'] as const),
    ].flatMap(([kind, source, name, at2]) =>
      field(source, 'optional') === true
        ? []
        : need(
            kind,
            `${at}.${at2}`,
            name,
            list(source, 'items').map((item) => textOf(item, 'key')),
          ),
    );
  if (!workload.isApp) {
    const at = 'spec.template.spec';
    return [
      ...list(workload.template, 'containers').flatMap((container, index) =>
        list(container, 'env').flatMap((variable) =>
          fromSource(
            field(variable, 'valueFrom'),
            `${at}.containers[${index}].env[name=${textOf(variable, 'name')}].valueFrom`,
          ),
        ),
      ),
      ...list(workload.template, 'volumes').flatMap((volume) =>
        fromVolume(volume, `${at}.volumes[name=${textOf(volume, 'name')}]`),
      ),
    ];
  }
  const spec = owner.spec;
  const runtime = field(spec, 'runtimeConfig');
  const options = ['keyValueStores', 'sqliteDatabases'].flatMap((stores) =>
    list(runtime, stores).flatMap((store) =>
      list(store, 'options').map((option) => [option, `${stores}[name=${textOf(store, 'name')}]`] as const),
    ),
  );
  const model = list(runtime, 'llmCompute', 'options').map((option) => [option, 'llmCompute'] as const);
  return [
    ...list(spec, 'variables').flatMap((variable) =>
      fromSource(field(variable, 'valueFrom'), `spec.variables[name=${textOf(variable, 'name')}].valueFrom`),
    ),
    ...need('Secret', 'spec.runtimeConfig.loadFromSecret', textOf(runtime, 'loadFromSecret'), ['runtime-config.toml']),
    ...[...options, ...model].flatMap(([option, at]) =>
      fromSource(
        field(option, 'valueFrom'),
        `spec.runtimeConfig.${at}.options[name=${textOf(option, 'name')}].valueFrom`,
      ),
    ),
    ...list(spec, 'volumes').flatMap((volume) => fromVolume(volume, `spec.volumes[name=${textOf(volume, 'name')}]`)),
    ...(field(workload.executor, 'spec', 'deploymentConfig', 'installDefaultCACerts') === true
      ? []
      : need(
          'Secret',
          'caCertSecret of its executor',
          textOf(workload.executor, 'spec', 'deploymentConfig', 'caCertSecret'),
        )),
  ];
}

/** States and events of the pods of a workload that name a missing object. */
function reported(cluster: Cluster, workload: Workload, name: string): Evidence[] {
  const named = new RegExp(`\\b${name.replaceAll('.', '\\.')}\\b`);
  const container = stuckContainers(workload).find(
    ({ message, waiting }) => waiting !== 'ContainerCreating' && named.test(message),
  );
  const event = podEvent(cluster, workload, ['FailedMount', 'Failed'], named);
  return [
    ...(container
      ? [seen(container.pod, `container ${container.name}`, `${container.waiting}: ${container.message}`)]
      : []),
    ...(event ? [event.evidence] : []),
  ];
}

/** Each object that is needed and does not exist, with all workloads that need it. */
function findMissing(cluster: Cluster, kind: string): Cause[] {
  const found = new Map<string, Cause>();
  for (const workload of brokenWorkloads(cluster)) {
    for (const { object, place } of needsOf(workload)) {
      const key = `${String(object.namespace)}/${object.name}`;
      if (object.kind === kind && cluster.has(object) === false) {
        const earlier = found.get(key);
        found.set(key, {
          object,
          text: `does not exist, but ${workload.reference.name} needs it`,
          evidence: [
            ...(earlier?.evidence ?? [absent(object)]),
            place,
            ...(earlier ? [] : reported(cluster, workload, object.name)),
          ],
          remedy: `create it in the namespace ${String(object.namespace)}, or correct its name`,
          explains: [...(earlier?.explains ?? []), workload.reference, ...dependentsOf(cluster, workload)],
        });
      }
    }
  }
  return [...found.values()];
}

function findKeys(cluster: Cluster): Cause[] {
  return brokenWorkloads(cluster).flatMap((workload) =>
    needsOf(workload).flatMap(({ keys, object: reference, place }) => {
      const object = cluster.find(reference);
      const existing = Object.keys(object?.keys ?? {});
      const missing = keys.filter((key) => key !== '' && !existing.includes(key));
      return object && missing.length > 0
        ? [
            {
              object: reference,
              text: `has no key ${missing.join(', ')}, but ${workload.reference.name} needs it`,
              evidence: [
                seen(object, 'data', existing.length > 0 ? `has ${existing.join(', ')}` : 'is empty'),
                place,
                ...reported(cluster, workload, reference.name),
              ],
              remedy: 'add the key, or correct its name',
              explains: [workload.reference, ...dependentsOf(cluster, workload)],
            },
          ]
        : [];
    }),
  );
}

function findServiceAccounts(cluster: Cluster): Cause[] {
  return brokenWorkloads(cluster).flatMap((workload) => {
    const name = textOf(workload.template, 'serviceAccountName') || 'default';
    const object = { kind: 'ServiceAccount', namespace: workload.object.metadata.namespace, name };
    return cluster.has(object) === false && workload.template !== undefined
      ? [
          {
            object,
            text: `does not exist, but ${workload.reference.name} runs under it: no pod is created`,
            evidence: [
              absent(object),
              ...(workload.refusal === ''
                ? []
                : [seen(workload.deployment ?? workload.object, 'condition ReplicaFailure', workload.refusal)]),
            ],
            remedy: `kubectl --namespace ${String(object.namespace)} create serviceaccount ${name}`,
            explains: [workload.reference, ...dependentsOf(cluster, workload)],
          },
        ]
      : [];
  });
}

function findClaims(cluster: Cluster): Cause[] {
  return brokenWorkloads(cluster).flatMap((workload) =>
    list(workload.template, 'volumes').flatMap((volume) => {
      const { namespace } = workload.object.metadata;
      const object = {
        kind: 'PersistentVolumeClaim',
        namespace,
        name: textOf(volume, 'persistentVolumeClaim', 'claimName'),
      };
      const claim = object.name === '' ? undefined : cluster.find(object);
      const isMissing = object.name !== '' && cluster.has(object) === false;
      const isPending = claim !== undefined && textOf(claim, 'status', 'phase') !== 'Bound';
      return isMissing || isPending
        ? [
            {
              object,
              text: isMissing
                ? `does not exist, but ${workload.reference.name} mounts it`
                : `is ${textOf(claim, 'status', 'phase') || 'Pending'}: no volume has been bound to it, and the pods of ${workload.reference.name} wait`,
              evidence: claim ? claimEvidence(cluster, claim) : [absent(object)],
              remedy: isMissing
                ? 'create the claim, or correct claimName'
                : 'name a StorageClass that the cluster has, with a provisioner that runs, or create a PersistentVolume that fits',
              explains: [workload.reference, ...dependentsOf(cluster, workload)],
            },
          ]
        : [];
    }),
  );
}

function claimEvidence(cluster: Cluster, claim: Manifest): Evidence[] {
  return [
    seen(claim, 'status.phase', textOf(claim, 'status', 'phase') || 'is not set'),
    seen(claim, 'spec.storageClassName', textOf(claim, 'spec', 'storageClassName') || 'is not set'),
    ...cluster
      .eventsOf(claim)
      .slice(0, 1)
      .map(({ message, reason }) => seen(claim, `event ${reason}`, message)),
  ];
}
