import { DeliveryObject, DeliveryStage } from '../../gitops/delivery';
import { call, resource } from '../../gitops/kubectl/shell';
import { field, groupOf, list } from '../../synth/manifest';
import { byStage } from '../by-stage';
import { StageActions, Transition } from '../transition';
import { objectsIn, Upgrade } from '../upgrade';

/** A certificate of webhooks that another issuer issues: cert-manager instead of a Job, or the other way round. */
interface ChangedIssuer {
  readonly stage: string;
  readonly deployment: DeliveryObject;
  readonly secret: string;

  /** The old Certificate or Job. */
  readonly old: DeliveryObject;

  /** Name of the new Certificate; empty for a Job. */
  readonly certificate: string;
  readonly configurations: readonly DeliveryObject[];
}

/**
 * Webhook certificates from another issuer. Neither issuer replaces a Secret of the other one reliably, and the operator trusts the
 * files that it has: so the Secret is deleted, and the operator is restarted when the CA of the new one is in its webhook configurations.
 */
export function webhookCertificate(upgrade: Upgrade): Transition | undefined {
  const found = upgrade.after.flatMap((stage) => changedIssuers(stage, upgrade));
  return found.length === 0
    ? undefined
    : {
        notice: {
          title: 'The webhook certificate comes from another issuer',
          summary: `The Secret ${found.map(({ secret }) => `\`${secret}\``).join(', ')} is created again, and the operator restarted with it.`,
          unavailable:
            'SpinApps cannot be created or changed from the new certificate until the operator is restarted. Requests to SpinApps are not affected.',
          back: 'Plan the upgrade in the other direction.',
        },
        stages: byStage(found.map((one) => [one.stage, replacementOf(one)])),
        // The removal of a Certificate deletes its Secret, too.
        removes: found.map(({ old }) => old).filter(({ kind }) => kind === 'Certificate'),
      };
}

function replacementOf({ certificate, configurations, deployment, old, secret }: ChangedIssuer): StageActions {
  const namespace = deployment.namespace ?? '';
  return {
    deletes: true,
    before: [
      {
        text: `Delete the webhook configurations and the Secret \`${namespace}/${secret}\`, if it is of the old issuer.`,
        calls: [
          call('certificate_replaced', namespace, secret, certificate, resource(old), ...configurations.map(resource)),
        ],
      },
    ],
    after: [{ text: `Restart \`${deployment.name}\`.`, calls: [call('restarted', namespace, resource(deployment))] }],
  };
}

function changedIssuers(stage: DeliveryStage, { after, before }: Upgrade): ChangedIssuer[] {
  const [old, now] = [before, after].map(objectsIn);
  return stage.objects
    .filter(({ kind }) => kind === 'Deployment')
    .flatMap((deployment) =>
      secretsOf(deployment).flatMap((secret) => {
        const [oldIssuer, issuer] = [old, now].map((objects) => issuerOf(objects, deployment, secret));
        if (!oldIssuer || !issuer || oldIssuer.kind === issuer.kind) {
          return [];
        }
        const configurations = now.filter((object) => isServedFrom(object, deployment.namespace));
        const certificate = issuer.kind === 'Certificate' ? issuer.name : '';
        return [{ stage: stage.name, deployment, secret, old: oldIssuer, certificate, configurations }];
      }),
    );
}

function secretsOf({ manifest }: DeliveryObject): string[] {
  return list(manifest, 'spec', 'template', 'spec', 'volumes').flatMap((volume) => {
    const name = field(volume, 'secret', 'secretName');
    return typeof name === 'string' ? [name] : [];
  });
}

/** The Certificate of cert-manager, or the Job, that makes a Secret. */
function issuerOf(
  objects: readonly DeliveryObject[],
  { namespace }: DeliveryObject,
  secret: string,
): DeliveryObject | undefined {
  return objects
    .filter((object) => object.namespace === namespace)
    .find(
      (object) =>
        (object.kind === 'Certificate' &&
          groupOf(object) === 'cert-manager.io' &&
          field(object.manifest, 'spec', 'secretName') === secret) ||
        (object.kind === 'Job' &&
          list(object.manifest, 'spec', 'template', 'spec', 'initContainers').some((container) =>
            list(container, 'args').includes(`--secret-name=${secret}`),
          )),
    );
}

function isServedFrom({ kind, manifest }: DeliveryObject, namespace?: string): boolean {
  return (
    kind.endsWith('WebhookConfiguration') &&
    list(manifest, 'webhooks').some((webhook) => field(webhook, 'clientConfig', 'service', 'namespace') === namespace)
  );
}
