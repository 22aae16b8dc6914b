import { hasPassword, isPlaceholder, isReadable, isSecretName, isSecretOption } from '../../private/plaintext-secrets';
import { field, Manifest } from '../../synth/manifest';
import { breach, fieldTest, Place, placesAt } from '../fields';
import { Problem } from '../problems';
import { isEmpty } from '../requirement';
import { Rule, SOURCES, SPIN_APP } from './rule';

const SECRET_RULE = 'secret-plaintext';
const SPIN_APP_RULE = 'spin-app-plaintext-secrets';

/** Names of the rules that `allowPlaintextSecrets` switches off. */
export const PLAINTEXT_RULE_NAMES: readonly string[] = [SECRET_RULE, SPIN_APP_RULE];

/** Rules for secrets, which the cluster accepts but a repository should not contain. */
export const PLAINTEXT_RULES: readonly Rule[] = [
  {
    kind: 'Secret',
    groups: [''],
    name: SECRET_RULE,
    level: 'error',
    description:
      'A Secret must not contain data: everyone who can read the manifests, for example in a Git repository, could read it. Values that SOPS has encrypted (`ENC[…]`) and placeholders of argocd-vault-plugin (`<path:…#key>`), Flux (`${…}`) and External Secrets (`{{…}}`) are accepted. The cluster would accept any data; `allowPlaintextSecrets` and `--allow-plaintext-secrets` allow it.',
    source: SOURCES.secrets,
    check: checkSecret,
  },
  {
    ...SPIN_APP,
    about: ['variables.*.value', 'runtimeConfig'],
    name: SPIN_APP_RULE,
    level: 'error',
    description:
      'Variables and options with a name like that of a secret, such as `db_password`, must not have a value in the manifest, and no value may be a private key, or a URL or connection string with a password. Numbers, durations, quantities and switches are not secrets, nor are placeholders of other tools. The cluster would accept it; `allowPlaintextSecrets` and `--allow-plaintext-secrets` allow it.',
    source: SOURCES.secrets,
    check: checkSpinApp,
  },
];

const REMEDY = "use an ExternalSecret or a SealedSecret, or set 'allowPlaintextSecrets'";

function checkSecret(secret: Manifest): Problem[] {
  return ['data', 'stringData'].flatMap((part) =>
    placesAt({ path: '', value: secret }, `${part}.*`)
      .filter(({ value }) => !isEmpty(value) && !isEncoded(part, value))
      // The value is not printed either.
      .map(({ path }) => ({
        path,
        value: '…',
        text: 'is a secret in plain text',
        remedy: REMEDY,
      })),
  );
}

/** Tells if another tool puts the secret in place of a value, which `data` has in base64. */
function isEncoded(part: string, value: unknown): boolean {
  const text = String(value);
  return isPlaceholder(text) || (part === 'data' && isPlaceholder(Buffer.from(text, 'base64').toString('utf8')));
}

/** Paths of named values, and whether a name is that of a secret. */
const NAMED_VALUES: readonly [path: string, isSecret: (name: string) => boolean][] = [
  ['variables.*', isSecretName],
  ['runtimeConfig.keyValueStores.*.options.*', isSecretOption],
  ['runtimeConfig.sqliteDatabases.*.options.*', isSecretOption],
  ['runtimeConfig.llmCompute.options.*', isSecretOption],
];

const hasNoSecrets = fieldTest(
  NAMED_VALUES.map(([path, isSecret]) => [path, { accepts: (named) => !isRevealed(named, isSecret) }]),
);

function checkSpinApp({ spec }: Manifest): Problem[] {
  if (hasNoSecrets(spec)) {
    return [];
  }
  const from = { path: 'spec', value: spec };
  return NAMED_VALUES.flatMap(([path, isSecret]) =>
    placesAt(from, path).flatMap((named) => checkValue(named, isSecret)),
  );
}

/** Tells if a variable or an option of the runtime configuration contains a secret. */
function isRevealed(named: unknown, isSecret: (name: string) => boolean): boolean {
  const { name, value } = (named ?? {}) as { readonly [field: string]: unknown };
  return (
    typeof name === 'string' &&
    typeof value === 'string' &&
    value !== '' &&
    ((isSecret(name) && isReadable(value)) || hasPassword(value))
  );
}

function checkValue(named: Place, isSecret: (name: string) => boolean): Problem[] {
  if (!isRevealed(named.value, isSecret)) {
    return [];
  }
  const name = String(field(named.value, 'name'));
  const place = { path: `${named.path}.value`, value: '…' };
  if (isSecret(name)) {
    const text = `of '${name}' looks like a secret but is in plain text`;
    return [breach(place, { text, remedy: "take it from a Secret, or set 'allowPlaintextSecrets'" })];
  }
  return [breach(place, { text: 'contains a password or key in plain text', remedy: 'take it from a Secret' })];
}
