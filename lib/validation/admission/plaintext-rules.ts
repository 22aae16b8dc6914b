import { hasPassword, isSecretName } from '../../private/secret-names';
import { field, Manifest } from '../../synth/manifest';
import { breach, Place, placesAt } from '../fields';
import { Breach } from '../finding';
import { isEmpty } from '../requirement';
import { Rule, SOURCES, SPIN_APP } from './rule';

const SECRET_RULE = 'secret-plaintext';
const SPIN_APP_RULE = 'spin-app-plaintext-secrets';

/** The rules that can be switched off where manifests are kept as secrets are. */
export const PLAINTEXT_RULE_NAMES: readonly string[] = [SECRET_RULE, SPIN_APP_RULE];

/** What the cluster accepts and a repository should not hold. */
export const PLAINTEXT_RULES: readonly Rule[] = [
  {
    kind: 'Secret',
    groups: [''],
    name: SECRET_RULE,
    level: 'error',
    description:
      'A Secret has no data: whoever can read the manifests, such as a Git repository, could read it. The cluster would accept it; `allowPlaintextSecrets` and `--allow-plaintext-secrets` allow it.',
    source: SOURCES.secrets,
    check: checkSecret,
  },
  {
    ...SPIN_APP,
    about: ['variables', 'runtimeConfig'],
    name: SPIN_APP_RULE,
    level: 'error',
    description:
      'No variable or option that is called like a secret, such as `db_password`, and no URL with a password, stands in the manifest as it is. The cluster would accept it; `allowPlaintextSecrets` and `--allow-plaintext-secrets` allow it.',
    source: SOURCES.secrets,
    check: checkSpinApp,
  },
];

/** The option with the key of an Azure Cosmos DB account. */
const COSMOS_KEY = 'key';

const REMEDY =
  "let an ExternalSecret or SealedSecret make the Secret, through ApiObject or Include, or set 'allowPlaintextSecrets'";

function checkSecret(secret: Manifest): Breach[] {
  return ['data', 'stringData'].flatMap((part) =>
    placesAt({ path: '', value: secret }, `${part}.*`)
      .filter(({ value }) => !isEmpty(value))
      // The value itself is not printed either.
      .map(({ path }) => ({
        path,
        value: '…',
        text: 'is a secret for everybody who reads the manifest',
        remedy: REMEDY,
      })),
  );
}

/** What has options in the runtime configuration. */
const CONFIGURED = ['keyValueStores.*', 'sqliteDatabases.*', 'llmCompute'].map((entry) => `runtimeConfig.${entry}`);

function checkSpinApp({ spec }: Manifest): Breach[] {
  const from = { path: 'spec', value: spec };
  const options = CONFIGURED.flatMap((entry) => placesAt(from, entry)).flatMap((place) => placesAt(place, 'options.*'));
  return [
    ...placesAt(from, 'variables.*').flatMap((variable) => checkValue(variable, isSecretName)),
    ...options.flatMap((option) => checkValue(option, (name) => name === COSMOS_KEY || isSecretName(name))),
  ];
}

/** A variable, or an option of the runtime configuration. */
function checkValue(named: Place, isSecret: (name: string) => boolean): Breach[] {
  const name = field(named.value, 'name');
  const value = field(named.value, 'value');
  if (typeof name !== 'string' || typeof value !== 'string' || value === '') {
    return [];
  }
  const place = { path: `${named.path}.value`, value: '…' };
  if (isSecret(name)) {
    const text = `is a secret by its name, '${name}', and for everybody to read`;
    return [breach(place, { text, remedy: "take it from a Secret, or set 'allowPlaintextSecrets'" })];
  }
  return hasPassword(value)
    ? [breach(place, { text: 'is a URL with a password, for everybody to read', remedy: 'take it from a Secret' })]
    : [];
}
