import { field, list } from '../../synth/manifest';
import { resource } from '../kubectl/shell';
import { IgnoredFields, KnownKind } from './known-kind';

/**
 * MutatingWebhookConfiguration and ValidatingWebhookConfiguration. Until the CA of the Service is written into it, the API
 * server trusts none of the webhooks and rejects the objects that they are for.
 */
export const WEBHOOK_CONFIGURATIONS: KnownKind[] = [
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
].map((kind) => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind,
  kubectl: {
    waits: (object) =>
      lacksCa(object.manifest)
        ? [{ call: ['wait_for', 'jsonpath={.webhooks[0].clientConfig.caBundle}', ''], resource: resource(object) }]
        : [],
  },
  flux: (objects) =>
    objects.some(({ manifest }) => lacksCa(manifest))
      ? {
          current:
            'webhooks.all(w, !has(w.clientConfig.service) || (has(w.clientConfig.caBundle) && size(w.clientConfig.caBundle) > 0))',
        }
      : undefined,
  argoCd: {
    health: `local health = { status = "Healthy" }
local annotations = obj.metadata.annotations or {}
if annotations["cert-manager.io/inject-ca-from"] == nil
  and annotations["cert-manager.io/inject-ca-from-secret"] == nil
  and annotations["cert-manager.io/inject-apiserver-ca"] == nil then
  return health
end
for _, webhook in ipairs(obj.webhooks or {}) do
  local bundle = webhook.clientConfig.caBundle
  if bundle == nil or bundle == "" then
    health.status = "Progressing"
    health.message = "waiting for the CA of " .. webhook.name
    return health
  end
end
return health
`,
    ignoredDifferences: ({ manifest }) =>
      lacksCa(manifest) ? { jqPathExpressions: ['.webhooks[]?.clientConfig.caBundle'] } : undefined,
  },
}));

/** APIService of an aggregated API server. */
export const API_SERVICE: KnownKind = {
  apiVersion: 'apiregistration.k8s.io/v1',
  kind: 'APIService',
  argoCd: { ignoredDifferences: ({ manifest }) => missingCa(manifest, 'spec') },
};

/** The `caBundle` below a client configuration, if it is one of a Service and is to be written in the cluster. */
export function missingCa(manifest: unknown, ...at: string[]): IgnoredFields | undefined {
  return isWithoutCa(field(manifest, ...at)) ? { jsonPointers: [`/${at.join('/')}/caBundle`] } : undefined;
}

function lacksCa(manifest: unknown): boolean {
  return list(manifest, 'webhooks').some((webhook) => isWithoutCa(field(webhook, 'clientConfig')));
}

function isWithoutCa(clientConfig: unknown): boolean {
  return field(clientConfig, 'service') !== undefined && field(clientConfig, 'caBundle') === undefined;
}
