import { IConstruct } from 'constructs';

const CONTEXT = 'cdk8s-spinkube:allow-plaintext-secrets';

/** Allows or forbids plain-text secrets in the manifests of a construct and its children. It must not have any yet. */
export function setPlaintextSecrets(construct: IConstruct, allowed: boolean): void {
  construct.node.setContext(CONTEXT, allowed);
}

/** Tells if plain-text secrets are allowed in the manifest of a construct. */
export function allowsPlaintextSecrets(construct: IConstruct): boolean {
  return construct.node.tryGetContext(CONTEXT) === true;
}

/** Words for secrets at the end of a name: `db_password` and `api_key`, but not `token_url`. */
const SECRETS =
  /(^|[^a-z])(passwords?|passwd|pwd|passphrase|secrets?|tokens?|credentials?|apikey|(api|access|private|secret|auth|signing|encryption)_key)$/;

/** Each of these words contains one of these. */
const HINT = /pass|pwd|secret|token|credential|key/i;

/** A URL with a password. */
const URL_WITH_PASSWORD = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s@]*:[^/?#\s@]+@/i;

/** Tells if a name is likely that of a secret. */
export function isSecretName(name: string): boolean {
  if (!HINT.test(name)) {
    return false;
  }
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[-.\s]+/g, '_')
    .replace(/_?\d+$/, '');
  return SECRETS.test(words);
}

/** Tells if a value contains a password: `redis://user:password@example.com`. */
export function hasPassword(value: string): boolean {
  return URL_WITH_PASSWORD.test(value);
}
