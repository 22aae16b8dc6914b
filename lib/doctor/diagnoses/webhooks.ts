import { field, list, Manifest } from '../../synth/manifest';
import { Cluster } from '../cluster';
import { selects, waitingExecutors } from '../dependents';
import { Diagnosis } from '../diagnosis';
import { absent, Cause, Reference, referenceTo, seen } from '../finding';
import { isOfOperator, serviceOf, Webhook, WebhookConfiguration, webhookConfigurations } from '../webhooks';

/** Webhooks of something that is not there any more. */
export const LEFT_WEBHOOK_DIAGNOSES: readonly Diagnosis[] = [
  { name: 'webhook-without-service', page: 'explanation/upstream-issues.md', find: findNoService },
];

/** Diagnoses of the way from the API server to webhooks. */
export const WEBHOOK_DIAGNOSES: readonly Diagnosis[] = [
  { name: 'webhook-port-closed', page: 'explanation/order.md', find: findClosedPort },
  { name: 'webhook-without-endpoints', page: 'explanation/order.md', find: findNoEndpoints },
];

/** Objects that cannot change as long as webhooks do not answer. */
function heldBy(cluster: Cluster, configuration: WebhookConfiguration): Reference[] {
  return [
    referenceTo(configuration.object),
    ...(isOfOperator(configuration) ? waitingExecutors(cluster).map(referenceTo) : []),
  ];
}

/** The webhooks that are called at the same Service and port. */
function callsOf(cluster: Cluster): { configuration: WebhookConfiguration; webhook: Webhook }[] {
  return webhookConfigurations(cluster).flatMap((configuration) =>
    configuration.webhooks.slice(0, 1).map((webhook) => ({ configuration, webhook })),
  );
}

function findNoService(cluster: Cluster): Cause[] {
  return callsOf(cluster).flatMap(({ configuration, webhook: { path, service } }) => {
    const { object } = configuration;
    return cluster.has(service) === false
      ? [
          {
            object: referenceTo(object),
            text: `was left behind: its webhooks are at the Service ${service.name}, which does not exist`,
            evidence: [
              absent(service),
              seen(object, `${path}.clientConfig.service`, `${String(service.namespace)}/${service.name}`),
            ],
            remedy: `install the operator again, or delete the configuration: kubectl delete ${object.kind.toLowerCase()} ${String(object.metadata.name)}`,
            explains: heldBy(cluster, configuration),
          },
        ]
      : [];
  });
}

function findClosedPort(cluster: Cluster): Cause[] {
  return callsOf(cluster).flatMap(({ configuration, webhook }) => {
    const { path, port: called, service: reference } = webhook;
    const service = serviceOf(cluster, reference);
    if (!service) {
      return [];
    }
    const port = list(service, 'spec', 'ports').find((one) => field(one, 'port') === called);
    const target = (field(port, 'targetPort') ?? called) as number | string;
    const open = openPorts(cluster, service);
    if (port !== undefined && (open.length === 0 || open.some((one) => one.includes(target)))) {
      return [];
    }
    const { object } = configuration;
    const evidence =
      port === undefined
        ? [
            seen(object, `${path}.clientConfig.service.port`, called),
            seen(
              service,
              'spec.ports',
              list(service, 'spec', 'ports').map((one) => field(one, 'port')),
            ),
          ]
        : [
            seen(service, 'spec.ports', `${called} to ${String(target)}`),
            seen(service, 'ports of its pods', open.flat()),
          ];
    return [
      {
        object: port === undefined ? referenceTo(object) : referenceTo(service),
        text:
          port === undefined
            ? `calls its webhooks at port ${called}, which the Service ${reference.name} does not have`
            : `leads to port ${String(target)}, which no container of its pods listens on`,
        evidence,
        remedy: 'set the port that the operator listens on: 443 of the Service, 9443 of the pods by default',
        explains: [reference, ...heldBy(cluster, configuration)],
      },
    ];
  });
}

/** The ports of the containers behind a Service, by number and name. */
function openPorts(cluster: Cluster, service: Manifest): (string | number)[][] {
  return cluster.platform
    .filter(({ object }) => object.metadata.namespace === service.metadata.namespace && selects(service, object))
    .flatMap(({ template }) => list(template, 'containers'))
    .flatMap((container) => list(container, 'ports'))
    .map(
      (port) =>
        [field(port, 'containerPort'), field(port, 'name')].filter((one) => one !== undefined) as (string | number)[],
    );
}

function findNoEndpoints(cluster: Cluster): Cause[] {
  const found = new Map<Manifest, Cause>();
  for (const { configuration, webhook } of callsOf(cluster)) {
    const service = serviceOf(cluster, webhook.service);
    if (
      service &&
      cluster.isKnown('EndpointSlice.discovery.k8s.io', service.metadata.namespace) &&
      !hasEndpoint(cluster, service)
    ) {
      const earlier = found.get(service);
      found.set(service, {
        ...noEndpoints(cluster, service),
        explains: [...(earlier?.explains ?? []), ...heldBy(cluster, configuration)],
      });
    }
  }
  return [...found.values()];
}

function hasEndpoint(cluster: Cluster, { metadata: { name = '', namespace } }: Manifest): boolean {
  return cluster
    .all('EndpointSlice.discovery.k8s.io', namespace)
    .filter((slice) => field(slice, 'metadata', 'labels', 'kubernetes.io/service-name') === name)
    .flatMap((slice) => list(slice, 'endpoints'))
    .some((endpoint) => field(endpoint, 'conditions', 'ready') !== false);
}

function noEndpoints(cluster: Cluster, service: Manifest): Cause {
  const selector = field(service, 'spec', 'selector');
  const isSelecting = cluster.platform.some(
    ({ object }) => object.metadata.namespace === service.metadata.namespace && selects(service, object),
  );
  return {
    object: referenceTo(service),
    text: isSelecting
      ? 'has no ready endpoint: the API server cannot call the webhooks, and rejects what they are asked about'
      : 'selects no pods of the operator: the API server cannot call the webhooks, and rejects what they are asked about',
    evidence: [seen(service, 'spec.selector', selector), seen(service, 'EndpointSlices', 'no ready endpoint')],
    remedy: isSelecting
      ? 'see why its pods are not ready'
      : 'set spec.selector to the labels of the pods of the operator',
  };
}
