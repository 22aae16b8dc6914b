import { DeliveryObject } from '../gitops/delivery';
import { field, list } from '../synth/manifest';

/** Webhook configurations, and the Deployment that serves them. */
export interface WebhookServer {
  readonly deployment: DeliveryObject;
  readonly configurations: readonly DeliveryObject[];
}

/** The Deployment that serves the webhooks of an API group, by way of its Service. */
export function webhookServer(objects: readonly DeliveryObject[], group: string): WebhookServer | undefined {
  const configurations = objects.filter(
    ({ kind, manifest }) =>
      kind.endsWith('WebhookConfiguration') &&
      list(manifest, 'webhooks').some((webhook) =>
        list(webhook, 'rules').some((rule) => list(rule, 'apiGroups').includes(group)),
      ),
  );
  const [target] = configurations.flatMap(({ manifest }) =>
    list(manifest, 'webhooks').map((webhook) => field(webhook, 'clientConfig', 'service')),
  );
  const service = objects.find(
    ({ kind, name, namespace }) =>
      kind === 'Service' && name === field(target, 'name') && namespace === field(target, 'namespace'),
  );
  const deployment = objects.find(
    ({ kind, manifest, namespace }) =>
      kind === 'Deployment' &&
      namespace === service?.namespace &&
      isSelected(
        field(manifest, 'spec', 'template', 'metadata', 'labels'),
        field(service?.manifest, 'spec', 'selector'),
      ),
  );
  return deployment && { configurations, deployment };
}

/** The label selector of a workload, as kubectl takes it. */
export function selectorOf({ manifest }: DeliveryObject): string {
  return Object.entries(field(manifest, 'spec', 'selector', 'matchLabels') ?? {})
    .map(([label, value]) => `${label}=${String(value)}`)
    .join();
}

/** The images of a workload, as kubectl lists them. */
export function imagesOf({ manifest }: DeliveryObject): string {
  return list(manifest, 'spec', 'template', 'spec', 'containers')
    .map((container) => String(field(container, 'image')))
    .join(' ');
}

function isSelected(labels: unknown, selector: unknown): boolean {
  const wanted = Object.entries(selector ?? {});
  return wanted.length > 0 && wanted.every(([label, value]) => field(labels, label) === value);
}
