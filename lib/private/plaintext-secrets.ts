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

/** The last word of names of secrets: `db_password`, but not `password_file`. */
const SECRETS = words('credential credentials pass passphrase passwd password passwords pwd secret secrets token');

/** The word before `key` in names of secrets: `api_key`, but not `partition_key`. */
const SECRET_KEYS = words(
  'access account admin api auth cookie crypto deploy encryption hmac jwt master private root secret service session shared signing ssh storage subscription webhook',
);

/** The word before `tokens` in names of secrets: `api_tokens`, but not `max_tokens`. */
const SECRET_TOKENS = words('access api auth bearer bot refresh service session user');

/** The word before a secret word in other names: tokens of a language model or a list of pages, filters of frequencies. */
const HARMLESS = words(
  'band bos by cls continuation count end eos high input low mask max min next num output pad page per sep start stop total unk',
);

/** The first word of switches: `allow_credentials`. */
const SWITCHES = words('no allow disable enable has hide is require show skip use verify with');

/** Secret words at the end of a word: `pgpassword`, `clientsecret`. */
const SECRET_ENDING =
  /(password|passwd|passphrase|secret|apikey|accesskey|secretkey|privatekey|(access|api|auth|bearer|bot|refresh)token)$/;

/** Each of these words contains one of these. */
const HINT = /pass|pwd|secret|token|credential|key/i;

/** A URL with a password, a connection string with a password or key, a private key. */
const WITH_PASSWORD =
  /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s@]*:[^/?#\s@]+@|(^|;)\s*(password|pwd|accountkey|sharedaccesskey)\s*=\s*[^;\s]|^-----BEGIN [A-Z ]*PRIVATE KEY-----/i;

/** Values that are not secrets, whatever their name is: numbers, durations, quantities, switches. */
const HARMLESS_VALUE =
  /^([+-]?\d+(\.\d+)?(e[+-]?\d+)?|(\d+(\.\d+)?(ns|us|µs|ms|s|m|h|d|w))+|\d+(\.\d+)?([KMGTPE]i?|[numk])?B?|true|false|yes|no|on|off)$/i;

/**
 * Values that another tool replaces: encrypted by SOPS, a path for argocd-vault-plugin, a variable for Flux, a template of
 * External Secrets.
 */
const PLACEHOLDER = /^(ENC\[[A-Z0-9_]+,[^\]]*\]|<path:[^>]+#[^>]+>|\$\{[A-Za-z_]\w*(:?[=-][^}]*)?\}|\{\{[^{}"`]+\}\})$/;

/** A default in a variable for Flux is as readable as any value. */
const WITH_DEFAULT = /^\$\{\w+:?[=-][^}]/;

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}

/** Tells if a name is likely that of a secret. */
export function isSecretName(name: string): boolean {
  if (!HINT.test(name)) {
    return false;
  }
  const all = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[-.\s_]*\d+$/, '')
    .split(/[-.\s_]+/);
  const [before = '', last] = all.length > 1 ? all.slice(-2) : ['', all[0]];
  if (HARMLESS.has(before) || (all.length > 1 && SWITCHES.has(all[0]))) {
    return false;
  }
  return (
    SECRETS.has(last) ||
    SECRET_ENDING.test(last) ||
    (last === 'key' && SECRET_KEYS.has(before)) ||
    (last === 'tokens' && SECRET_TOKENS.has(before))
  );
}

/** Tells if a value can be a secret in plain text. */
export function isReadable(value: string): boolean {
  return !HARMLESS_VALUE.test(value) && !isPlaceholder(value);
}

/** Tells if another tool puts the secret in place of a value. */
export function isPlaceholder(value: string): boolean {
  return PLACEHOLDER.test(value) && !WITH_DEFAULT.test(value);
}

/** Tells if a value contains a password: `redis://user:password@example.com`. */
export function hasPassword(value: string): boolean {
  // Most values have none of these, and a search takes much less time than the pattern.
  return (value.includes('://') || value.includes('=') || value.startsWith('-----')) && WITH_PASSWORD.test(value);
}

/** The option with the account key of Azure Cosmos DB. */
const COSMOS_KEY = 'key';

/** Tells if an option of the runtime configuration is likely a secret. */
export function isSecretOption(name: string): boolean {
  return name === COSMOS_KEY || isSecretName(name);
}

/** Tells if an option of the runtime configuration is a secret, or has one in it, and nothing will put it there. */
export function unplacedSecret(name: string, value: string): boolean {
  return value !== '' && ((isSecretOption(name) && isReadable(value)) || hasPassword(value));
}
