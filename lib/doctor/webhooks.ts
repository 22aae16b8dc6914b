import { field, list, Manifest } from '../synth/manifest';
import { Cluster, SPIN_GROUPS } from './cluster';
import { Reference, textOf } from './finding';

/** The configurations of webhooks that a platform has. */
export interface WebhookConfiguration {
  readonly object: Manifest;
  readonly webhooks: readonly Webhook[];
}

/** A webhook that is called at a Service. */
export interface Webhook {
  /** Its path in the configuration: `webhooks[0]`. */
  readonly path: string;
  readonly service: Reference;
  readonly port: number;

  /** Certificates in PEM; '' if there are none. */
  readonly caBundle: string;
}

const KINDS = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

/** API groups whose webhooks belong to a platform. */
const GROUPS: readonly string[] = [...SPIN_GROUPS, 'cert-manager.io', 'acme.cert-manager.io'];

/** The webhooks of spin-operator and cert-manager. */
export function webhookConfigurations(cluster: Cluster): WebhookConfiguration[] {
  return KINDS.flatMap((kind) => cluster.all(`${kind}.admissionregistration.k8s.io`))
    .map((object) => ({ object, webhooks: webhooksIn(object) }))
    .filter(({ webhooks }) => webhooks.length > 0);
}

/** True if webhooks are asked about the objects of spin-operator. */
export function isOfOperator({ object }: WebhookConfiguration): boolean {
  return list(object, 'webhooks').some((webhook) => isAbout(webhook, SPIN_GROUPS));
}

export function serviceOf(cluster: Cluster, { name, namespace }: Reference): Manifest | undefined {
  return cluster.get('Service', name, namespace);
}

function webhooksIn(object: Manifest): Webhook[] {
  return list(object, 'webhooks').flatMap((webhook, index) => {
    const service = field(webhook, 'clientConfig', 'service');
    return service !== undefined && isAbout(webhook, GROUPS)
      ? {
          path: `webhooks[${index}]`,
          service: { kind: 'Service', name: textOf(service, 'name'), namespace: textOf(service, 'namespace') },
          port: Number(field(service, 'port') ?? 443),
          caBundle: Buffer.from(textOf(webhook, 'clientConfig', 'caBundle'), 'base64').toString(),
        }
      : [];
  });
}

function isAbout(webhook: unknown, groups: readonly string[]): boolean {
  return list(webhook, 'rules').some((rule) => list(rule, 'apiGroups').some((group) => groups.includes(String(group))));
}
