import { field, list, Manifest } from '../../synth/manifest';
import { Cluster } from '../cluster';
import { selects } from '../dependents';
import { Diagnosis } from '../diagnosis';
import { absent, Cause, Reference, referenceTo, seen, textOf } from '../finding';
import { CertificateFacts, certificateFacts } from '../redact';
import { serviceOf, Webhook, WebhookConfiguration, webhookConfigurations } from '../webhooks';
import { conditionOf } from '../workload';

const CERTIFICATE = 'Certificate.cert-manager.io';

/** A certificate that expires within this many days should have been renewed. */
const DAYS = 3;

/** Diagnoses of certificates, from the issuer to the CA in a webhook configuration. */
export const CERTIFICATE_DIAGNOSES: readonly Diagnosis[] = [
  { name: 'issuer-missing', page: 'explanation/order.md', find: findIssuers },
  { name: 'issuer-not-ready', page: 'explanation/order.md', find: findUnreadyIssuers },
  { name: 'certificate-not-ready', page: 'explanation/order.md', find: findCertificates },
  { name: 'webhook-secret-missing', page: 'explanation/order.md', find: findSecrets },
  { name: 'webhook-certificate-expired', page: 'how-to/from-helm.md', find: findExpiredCertificates },
  { name: 'webhook-certificate-host', page: 'how-to/from-helm.md', find: findOtherHosts },
  { name: 'webhook-without-ca', page: 'explanation/order.md', find: findNoCa },
  { name: 'webhook-ca-expired', page: 'how-to/from-helm.md', find: findExpiredCa },
  { name: 'webhook-ca-mismatch', page: 'how-to/from-helm.md', find: findOtherCa },
];

function issuerOf({ metadata, spec }: Manifest): Reference {
  const reference = field(spec, 'issuerRef');
  const kind = textOf(reference, 'kind') || 'Issuer';
  const group = textOf(reference, 'group') || 'cert-manager.io';
  const name = textOf(reference, 'name');
  return kind === 'ClusterIssuer'
    ? { kind: `${kind}.${group}`, name }
    : { kind: `${kind}.${group}`, name, namespace: metadata.namespace };
}

function secretOf({ metadata, spec }: Manifest): Reference {
  return { kind: 'Secret', namespace: metadata.namespace, name: textOf(spec, 'secretName') };
}

function findIssuers(cluster: Cluster): Cause[] {
  return cluster.all(CERTIFICATE).flatMap((certificate) => {
    const object = issuerOf(certificate);
    return cluster.has(object) === false
      ? [
          {
            object,
            text: `does not exist, but the Certificate ${certificate.metadata.name ?? ''} names it`,
            evidence: [absent(object), seen(certificate, 'spec.issuerRef', field(certificate, 'spec', 'issuerRef'))],
            remedy: 'create the issuer, or name another one in spec.issuerRef of the Certificate',
            explains: [referenceTo(certificate), secretOf(certificate)],
          },
        ]
      : [];
  });
}

function findUnreadyIssuers(cluster: Cluster): Cause[] {
  return cluster.all(CERTIFICATE).flatMap((certificate) => {
    const issuer = cluster.find(issuerOf(certificate));
    const ready = conditionOf(issuer, 'Ready');
    return issuer && ready && ready.status !== 'True'
      ? [
          {
            object: referenceTo(issuer),
            text: 'is not ready',
            evidence: [seen(issuer, 'condition Ready', ready.message)],
            remedy: 'fix what the condition says',
            explains: [referenceTo(certificate), secretOf(certificate)],
          },
        ]
      : [];
  });
}

function findCertificates(cluster: Cluster): Cause[] {
  return cluster.all(CERTIFICATE).flatMap((certificate) => {
    const ready = conditionOf(certificate, 'Ready');
    const isNew = cluster.secondsSince(textOf(certificate, 'metadata', 'creationTimestamp')) < 10;
    return ready?.status !== 'True' && !isNew
      ? [
          {
            object: referenceTo(certificate),
            text: 'is not issued',
            evidence: [
              seen(certificate, 'condition Ready', ready?.message ?? 'is not set: cert-manager has not reconciled it'),
              ...cluster
                .eventsOf(certificate)
                .slice(0, 1)
                .map(({ message, reason }) => seen(certificate, `event ${reason}`, message)),
            ],
            remedy:
              'look at its CertificateRequest: kubectl describe certificaterequest --namespace ' +
              String(certificate.metadata.namespace),
            explains: [referenceTo(certificate), secretOf(certificate)],
          },
        ]
      : [];
  });
}

/** The Secret with the certificate that the pods behind a webhook serve; undefined if they make it themselves. */
function servingSecret(
  cluster: Cluster,
  { service }: Webhook,
): { secret: Reference; deployment: Manifest } | undefined {
  const found = serviceOf(cluster, service);
  const workload = cluster.platform.find(
    ({ object }) => found && object.metadata.namespace === service.namespace && selects(found, object),
  );
  const names = list(workload?.template, 'volumes').map((volume) => textOf(volume, 'secret', 'secretName'));
  const name = names.find((one) => one !== '');
  return workload && name !== undefined
    ? { secret: { kind: 'Secret', namespace: service.namespace, name }, deployment: workload.object }
    : undefined;
}

/** Each Secret that serves webhooks, once, with the webhooks. */
function servingSecrets(
  cluster: Cluster,
): { secret: Reference; deployment: Manifest; webhook: Webhook; object: Manifest }[] {
  const all = webhookConfigurations(cluster).flatMap(({ object, webhooks }) =>
    webhooks.flatMap((webhook) => {
      const found = servingSecret(cluster, webhook);
      return found ? [{ ...found, webhook, object }] : [];
    }),
  );
  return all.filter(({ secret }, index) => all.findIndex((one) => one.secret.name === secret.name) === index);
}

function configurationsAt(cluster: Cluster, { name, namespace }: Reference): Reference[] {
  return webhookConfigurations(cluster)
    .filter(({ webhooks }) => webhooks.some(({ service }) => service.name === name && service.namespace === namespace))
    .map(({ object }) => referenceTo(object));
}

function findSecrets(cluster: Cluster): Cause[] {
  return servingSecrets(cluster).flatMap(({ deployment, secret }) =>
    cluster.has(secret) === false
      ? [
          {
            object: secret,
            text: `does not exist: the pods of ${String(deployment.metadata.name)} need it for their webhooks, and wait`,
            evidence: [absent(secret), seen(deployment, 'spec.template.spec.volumes', secret.name)],
            remedy: renewal(cluster, secret),
            explains: [
              secret,
              referenceTo(deployment),
              ...webhookConfigurations(cluster)
                .filter(({ webhooks }) => webhooks.some(({ caBundle }) => caBundle === ''))
                .map(({ object }) => referenceTo(object)),
            ],
          },
        ]
      : [],
  );
}

/** Remedy that gets a new certificate, by who issued the old one. */
function renewal(cluster: Cluster, { name, namespace = '' }: Reference): string {
  const certificate = cluster.all(CERTIFICATE, namespace).find((one) => textOf(one, 'spec', 'secretName') === name);
  return certificate
    ? `let cert-manager issue it again: kubectl --namespace ${namespace} delete secret ${name} --ignore-not-found; if that does not help, look at the Certificate ${String(certificate.metadata.name)}`
    : `create the Secret ${name} with a new certificate, and write its CA into the webhook configurations: apply the stage of spin-operator of a bundle again`;
}

function certificatesOf(secret: Manifest | undefined): { readonly [key: string]: CertificateFacts | undefined } {
  return (secret?.certificates ?? {}) as { readonly [key: string]: CertificateFacts | undefined };
}

function findExpiredCertificates(cluster: Cluster): Cause[] {
  return servingSecrets(cluster).flatMap(({ secret: reference, webhook }) => {
    const secret = cluster.find(reference);
    const served = certificatesOf(secret)['tls.crt'];
    if (!secret || !served) {
      return [];
    }
    const daysLeft = -cluster.secondsSince(served.notAfter) / 86_400;
    const isEarly = cluster.secondsSince(served.notBefore) < 0;
    const isShort = (Date.parse(served.notAfter) - Date.parse(served.notBefore)) / 86_400_000 < 4 * DAYS;
    if (!isEarly && (daysLeft > DAYS || (daysLeft > 0 && isShort))) {
      return [];
    }
    const isExpired = isEarly || daysLeft <= 0;
    const state = isEarly ? 'is not valid yet' : isExpired ? 'has expired' : `expires in ${Math.ceil(daysLeft)} days`;
    return [
      {
        object: reference,
        text: `holds the certificate of the webhooks, which ${state}`,
        evidence: [
          seen(
            secret,
            'tls.crt',
            `valid from ${served.notBefore} to ${served.notAfter}, issued by ${served.issuer || '(no name)'}`,
          ),
        ],
        remedy: renewal(cluster, reference),
        explains: [...configurationsAt(cluster, webhook.service), webhook.service],
        isWarning: !isExpired,
      },
    ];
  });
}

function findOtherHosts(cluster: Cluster): Cause[] {
  return servingSecrets(cluster).flatMap(({ object, secret: reference, webhook }) => {
    const secret = cluster.find(reference);
    const served = certificatesOf(secret)['tls.crt'];
    const host = `${webhook.service.name}.${String(webhook.service.namespace)}.svc`;
    return secret && served && !served.names.split(', ').includes(`DNS:${host}`)
      ? [
          {
            object: reference,
            text: `holds a certificate for other names than ${host}, under which the API server calls the webhooks`,
            evidence: [
              seen(secret, 'tls.crt', served.names || 'no subject alternative names'),
              seen(object, `${webhook.path}.clientConfig.service`, host),
            ],
            remedy: `issue a certificate with the DNS name ${host}`,
            explains: configurationsAt(cluster, webhook.service),
          },
        ]
      : [];
  });
}

/** A cause for each configuration with webhooks that something is wrong with. */
function perConfiguration(
  cluster: Cluster,
  make: (webhooks: readonly Webhook[], configuration: WebhookConfiguration) => Omit<Cause, 'object'> | undefined,
): Cause[] {
  return webhookConfigurations(cluster).flatMap((configuration) => {
    const made = make(configuration.webhooks, configuration);
    const object = referenceTo(configuration.object);
    return made ? [{ ...made, object, explains: [object, configuration.webhooks[0].service] }] : [];
  });
}

function findNoCa(cluster: Cluster): Cause[] {
  return perConfiguration(cluster, (webhooks, { object }) => {
    const empty = webhooks.filter(({ caBundle }) => caBundle === '');
    const annotations = field(object, 'metadata', 'annotations');
    const source = ['inject-ca-from', 'inject-ca-from-secret']
      .map((name) => textOf(annotations, `cert-manager.io/${name}`))
      .find((one) => one !== '');
    return empty.length > 0
      ? {
          text: 'has no CA: the API server does not trust the webhooks, and rejects what they are asked about',
          evidence: empty.map(({ path }) => seen(object, `${path}.clientConfig.caBundle`, 'is empty')),
          remedy:
            source === undefined
              ? 'add the annotation cert-manager.io/inject-ca-from, or write the CA into caBundle: apply the stage of spin-operator of a bundle again'
              : `check that cert-manager-cainjector runs and may read ${source}, which the annotation names`,
        }
      : undefined;
  });
}

function findExpiredCa(cluster: Cluster): Cause[] {
  return perConfiguration(cluster, (webhooks, { object }) => {
    const expired = webhooks.flatMap(({ caBundle, path }) => {
      const all = certificateFacts(caBundle);
      return all.length > 0 && all.every(({ notAfter }) => cluster.secondsSince(notAfter) >= 0)
        ? [{ path, ca: all[0] }]
        : [];
    });
    return expired.length > 0
      ? {
          text: 'has a CA that has expired: the API server does not trust the webhooks, and rejects what they are asked about',
          evidence: expired.map(({ ca, path }) =>
            seen(object, `${path}.clientConfig.caBundle`, `valid until ${ca.notAfter}`),
          ),
          remedy:
            'issue a new CA and certificate, and write the CA into caBundle: with cert-manager, delete the Secret of the certificate',
        }
      : undefined;
  });
}

function findOtherCa(cluster: Cluster): Cause[] {
  return perConfiguration(cluster, (webhooks, { object }) => {
    const others = webhooks.flatMap((webhook) => {
      const serving = servingSecret(cluster, webhook);
      const secret = serving && cluster.find(serving.secret);
      const { 'ca.crt': ca, 'tls.crt': served } = certificatesOf(secret);
      const trusted = certificateFacts(webhook.caBundle);
      const isTrusted =
        !served ||
        trusted.length === 0 ||
        trusted.some(({ fingerprint, subject }) =>
          ca ? fingerprint === ca.fingerprint : fingerprint === served.fingerprint || subject === served.issuer,
        );
      return secret && served && !isTrusted
        ? [{ webhook, secret, issuer: served.issuer, subject: trusted[0].subject }]
        : [];
    });
    return others.length > 0
      ? {
          text: 'trusts another CA than that of the certificate that the webhooks serve: the API server rejects what they are asked about',
          evidence: others.flatMap(({ issuer, secret, subject, webhook: { path } }) => [
            seen(object, `${path}.clientConfig.caBundle`, `subject ${subject || '(no name)'}`),
            seen(secret, 'tls.crt', `issued by ${issuer || '(no name)'}`),
          ]),
          remedy: 'write the CA of the certificate into caBundle: with cert-manager, check that cainjector runs',
        }
      : undefined;
  });
}
