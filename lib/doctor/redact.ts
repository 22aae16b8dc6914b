import { X509Certificate } from 'crypto';
import { hasPassword, isReadable, isSecretName } from '../private/plaintext-secrets';
import { kindOf, Manifest } from '../synth/manifest';

/** Stands for a value that may be a secret. */
export const HIDDEN = '(hidden)';

/** A certificate, without its key. Times are those of the certificate, in RFC 3339. */
export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  readonly notBefore: string;
  readonly notAfter: string;

  /** Subject alternative names: `DNS:example.com, IP Address:10.0.0.1`. */
  readonly names: string;
  readonly fingerprint: string;
}

interface Fields {
  readonly [name: string]: unknown;
}

/** Annotations that hold another copy of the object. */
const COPIES = ['kubectl.kubernetes.io/last-applied-configuration', 'objectset.rio.cattle.io/applied'];

/** Keys of a Secret that hold a certificate and nothing else. */
const CERTIFICATES = ['ca.crt', 'tls.crt'];

/** `name=value` in arguments, scripts, queries and annotations; the value may be quoted. */
const ASSIGNMENT = /(^|[\s;&?,'"{-])([A-Za-z_][\w.-]*)(\s*[=:]\s*|(?<=-\S+) +)("[^"]*"|'[^']*'|[^\s&;,'"}]+)/g;

/** The password in a URL: `redis://user:password@example.com`. */
const URL_PASSWORD = /([a-z][a-z0-9+.-]*:\/\/[^/?#\s@:]*:)[^/?#\s@]+@/gi;

/** Signatures of signed URLs. */
const SIGNATURE = /([?&](?:sig|x-amz-signature|x-goog-signature|x-amz-credential|x-amz-security-token)=)[^&\s"']+/gi;

/**
 * An object without what may be secret: of a Secret and a ConfigMap only the keys, and the sizes of their values in bytes; of
 * certificates what is public; and no literal that looks like a secret. What nothing reads, such as `managedFields` and copies
 * of the object in annotations, is left out as well.
 */
export function withoutSecrets(object: Manifest): Manifest {
  const { metadata, ...others } = object;
  const kept = { ...others, metadata: withoutCopies(metadata, kindOf(object) === 'Secret') } as unknown as Manifest;
  switch (kindOf(object)) {
    case 'Secret':
      return { ...summary(kept), ...certificatesIn(kept) };
    case 'ConfigMap':
      return summary(kept);
    case 'CustomResourceDefinition.apiextensions.k8s.io':
      return withoutTexts(kept) as Manifest;
    case 'Node':
      return { ...kept, status: without(kept.status, 'images') };
    default:
      return cleaned(kept) as Manifest;
  }
}

function withoutCopies(metadata: Manifest['metadata'], isSecret: boolean): Fields {
  const { annotations, ...others } = { ...metadata, managedFields: undefined } as Fields;
  const kept = Object.entries((annotations ?? {}) as Fields).filter(
    ([name]) => !COPIES.includes(name) && (!isSecret || name.startsWith('cert-manager.io/')),
  );
  return cleaned(kept.length > 0 ? { ...others, annotations: Object.fromEntries(kept) } : others) as Fields;
}

/** The keys of a Secret or ConfigMap and the sizes of their values. A snapshot that was cleaned before stays as it is. */
function summary({ binaryData, data, keys, stringData, ...others }: Manifest & Fields): Manifest {
  if (keys !== undefined) {
    return { ...others, keys };
  }
  const isSecret = others.kind === 'Secret';
  const sizes = [data, binaryData, stringData].flatMap((values, index) =>
    Object.entries((values ?? {}) as Fields).map(([key, value]): [string, number] => [
      key,
      Buffer.from(String(value), index === 1 || (index === 0 && isSecret) ? 'base64' : 'utf8').length,
    ]),
  );
  return { ...others, keys: Object.fromEntries(sizes) };
}

function certificatesIn({ certificates, data }: Manifest): { certificates?: unknown } {
  if (certificates !== undefined) {
    return { certificates };
  }
  const found = CERTIFICATES.flatMap((key) => {
    const value = (data as Fields | undefined)?.[key];
    const facts = typeof value === 'string' ? certificateFacts(Buffer.from(value, 'base64').toString()) : [];
    return facts.length > 0 ? [[key, facts[0]]] : [];
  });
  return found.length > 0 ? { certificates: Object.fromEntries(found) as unknown } : {};
}

/** Public facts of the certificates in a text in PEM. Others than X.509 are left out. */
export function certificateFacts(pem: string): CertificateFacts[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.flatMap((block) => {
    try {
      const { fingerprint256, issuer, subject, subjectAltName = '', validFrom, validTo } = new X509Certificate(block);
      const [notBefore, notAfter] = [validFrom, validTo].map((time) => new Date(time).toISOString());
      return [{ subject, issuer, notBefore, notAfter, names: subjectAltName, fingerprint: fingerprint256 }];
    } catch {
      return [];
    }
  });
}

/** A value without literals that look like secrets. */
function cleaned(value: unknown): unknown {
  if (typeof value === 'string') {
    return cleanedText(value);
  }
  if (Array.isArray(value)) {
    return cleanedItems(value);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const { name, value: literal } = value as Fields;
  const isVariable = typeof name === 'string' && typeof literal === 'string';
  const fields = Object.entries(value).map(([key, item]: [string, unknown]) => [
    key,
    isVariable && key === 'value' && isSecret(name, literal) ? HIDDEN : cleanedField(key, item),
  ]);
  return Object.fromEntries(fields);
}

/** Annotations are values by name: those of an object, of its pods, and of Services. */
function cleanedField(key: string, value: unknown): unknown {
  if (!/annotations$/i.test(key) || typeof value !== 'object' || value === null) {
    return cleaned(value);
  }
  const hidden = Object.entries(value).map(([name, item]: [string, unknown]) => [
    name,
    typeof item === 'string' && isSecret(name.replace(/^.*\//, ''), item) ? HIDDEN : cleaned(item),
  ]);
  return Object.fromEntries(hidden) as unknown;
}

/** Arguments of a program: a value may follow its option. */
function cleanedItems(items: readonly unknown[]): unknown[] {
  return items.map((item, index) => {
    const option = /^--?([\w.-]+)$/.exec(String(items[index - 1]))?.[1];
    return typeof item === 'string' && option !== undefined && isSecret(option, item) ? HIDDEN : cleaned(item);
  });
}

/** `key` alone is what Azure Cosmos DB calls its password. */
function isSecret(name: string, value: string): boolean {
  return (isSecretName(name) || /^key$/i.test(name)) && value !== '' && isReadable(value);
}

function cleanedText(text: string): string {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text) || (text.search(URL_PASSWORD) < 0 && hasPassword(text))) {
    return HIDDEN;
  }
  return text
    .replace(URL_PASSWORD, `$1${HIDDEN}@`)
    .replace(SIGNATURE, `$1${HIDDEN}`)
    .replace(ASSIGNMENT, (all, before: string, name: string, sign: string, value: string) =>
      isSecretName(name) && isReadable(value.replace(/^["']|["']$/g, '')) ? `${before}${name}${sign}${HIDDEN}` : all,
    );
}

/** A schema without its documentation, which is most of it. */
function withoutTexts(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutTexts);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, item]) => name !== 'description' || typeof item !== 'string')
      .map(([name, item]) => [name, withoutTexts(item)]),
  );
}

function without(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).filter(([key]) => key !== name))
    : value;
}
