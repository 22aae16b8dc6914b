import { Chart } from 'cdk8s';
import { parse } from 'smol-toml';
import {
  AzureAuthorityHost,
  AzureKeyVaultVariableProviderOptions,
  EnvironmentVariableProviderOptions,
  Existing,
  KeyValueStore,
  LlmCompute,
  OptionValue,
  RuntimeConfig,
  RuntimeConfigFile,
  RuntimeConfigFileOptions,
  SpinApp,
  SpinAppExecutor,
  SpinManifest,
  SqliteDatabase,
  VariableProvider,
  VaultVariableProviderOptions,
} from '../../lib';
import { only, synth, testChart } from '../testing';

const text = (value: string) => OptionValue.fromValue(value);

// Typed as required, so that a new option without a test does not compile.
const VAULT: Required<VaultVariableProviderOptions> = {
  url: 'https://vault.example.com:8200',
  mount: 'secret',
  token: '{{ .vaultToken }}',
  prefix: 'shop',
};
const AZURE: Required<AzureKeyVaultVariableProviderOptions> = {
  vaultUrl: 'https://shop.vault.azure.net/',
  clientId: 'client',
  clientSecret: '${CLIENT_SECRET}',
  tenantId: 'tenant',
  authorityHost: AzureAuthorityHost.GOVERNMENT,
};
const ENVIRONMENT: Required<EnvironmentVariableProviderOptions> = { prefix: 'SHOP', dotenvPath: '/etc/shop/.env' };

const ALL: Required<RuntimeConfigFileOptions> = {
  variableProviders: [
    VariableProvider.vault(VAULT),
    VariableProvider.azureKeyVault(AZURE),
    VariableProvider.azureKeyVault({ vaultUrl: AZURE.vaultUrl }),
    VariableProvider.environment(ENVIRONMENT),
    VariableProvider.environment(),
  ],
  keyValueStores: {
    default: KeyValueStore.redis({ url: text('<path:secret/data/redis#url>') }),
    cache: KeyValueStore.spin({ path: text('/data/cache.db') }),
  },
  sqliteDatabases: {
    'my db': SqliteDatabase.libsql({ url: text('https://db.example.com'), token: text('{{.turso}}') }),
  },
  llmCompute: LlmCompute.remoteHttp({ url: text('https://llm.example.com'), authToken: text('{{ .llm }}') }),
};

test('writes every option by the name that Spin gives it, providers in their order', () => {
  expect(parse(RuntimeConfigFile.of(ALL).toToml())).toEqual({
    variables_provider: [
      {
        type: 'vault',
        url: 'https://vault.example.com:8200',
        token: '{{ .vaultToken }}',
        mount: 'secret',
        prefix: 'shop',
      },
      {
        type: 'azure_key_vault',
        vault_url: 'https://shop.vault.azure.net/',
        client_id: 'client',
        client_secret: '${CLIENT_SECRET}',
        tenant_id: 'tenant',
        authority_host: 'AzureGovernment',
      },
      { type: 'azure_key_vault', vault_url: 'https://shop.vault.azure.net/' },
      { type: 'env', prefix: 'SHOP', dotenv_path: '/etc/shop/.env' },
      { type: 'env' },
    ],
    key_value_store: {
      cache: { type: 'spin', path: '/data/cache.db' },
      default: { type: 'redis', url: '<path:secret/data/redis#url>' },
    },
    sqlite_database: { 'my db': { type: 'libsql', url: 'https://db.example.com', token: '{{.turso}}' } },
    llm_compute: { type: 'remote_http', url: 'https://llm.example.com', auth_token: '{{ .llm }}' },
  });
});

test('leaves out what is not given', () => {
  expect(RuntimeConfigFile.of({}).toToml().trim()).toBe('');
});

test('refuses secrets in plain text and references, all at once and without their values', () => {
  const create = () =>
    RuntimeConfigFile.of({
      variableProviders: [
        VariableProvider.environment(),
        VariableProvider.vault({ ...VAULT, token: 'hvs.CAESIJ' }),
        VariableProvider.azureKeyVault({ ...AZURE, clientSecret: 'abc~DEF' }),
      ],
      keyValueStores: {
        default: KeyValueStore.redis({ url: text('redis://user:hunter2@redis.example.com') }),
        cosmos: KeyValueStore.azureCosmos({
          account: text('a'),
          database: text('b'),
          container: text('c'),
          key: OptionValue.fromSecret(Existing.secret('cosmos'), 'key'),
        }),
      },
    });
  expect(create).toThrow(
    `RuntimeConfigFile.of has the following errors:
  'variableProviders[1].token' (…) is a secret in plain text; use a placeholder, such as {{ .name }}
  'variableProviders[2].client_secret' (…) is a secret in plain text; use a placeholder, such as {{ .name }}
  'keyValueStores.cosmos.key' refers to a Secret or ConfigMap, which nothing copies into a file; use 'OptionValue.fromValue' with a placeholder, such as {{ .name }}
  'keyValueStores.default.url' (…) is a secret in plain text; use a placeholder, such as {{ .name }}`,
  );
});

test.each<[string, () => unknown, string]>([
  [
    'a part of a client',
    () => VariableProvider.azureKeyVault({ vaultUrl: AZURE.vaultUrl, clientId: 'client', tenantId: 'tenant' }),
    "VariableProvider.azureKeyVault: 'clientSecret' is required with the other two of clientId, clientSecret and tenantId; set it, or omit all three",
  ],
  [
    'a vault without a mount point',
    () => VariableProvider.vault({ url: VAULT.url, token: VAULT.token } as VaultVariableProviderOptions),
    "VariableProvider.vault: 'mount' is required; set it",
  ],
  [
    'a key vault without a URL',
    () => VariableProvider.azureKeyVault({} as AzureKeyVaultVariableProviderOptions),
    "VariableProvider.azureKeyVault: 'vaultUrl' is required; set it",
  ],
])('refuses %s', (_, create, message) => {
  expect(create).toThrow(message);
});

describe('a SpinApp with a file in a Secret', () => {
  let chart: Chart;

  beforeEach(() => {
    chart = testChart();
  });

  const MANIFEST = SpinManifest.fromString(`
    spin_manifest_version = 2
    application.name = "shop"
    variables.password = { required = true, secret = true }
    [[trigger.http]]
    route = "/..."
    component = "shop"
    [component.shop]
    source = "shop.wasm"
    key_value_stores = ["cache"]
    variables.password = "{{ password }}"`);

  function app(file?: RuntimeConfigFile): SpinApp {
    return new SpinApp(chart, 'app', {
      image: 'image',
      executor: SpinAppExecutor.fromSpinAppExecutorName(chart, 'shim', 'shim'),
      manifest: MANIFEST,
      runtimeConfig: RuntimeConfig.fromSecret(Existing.secret('shop-config'), file),
    });
  }

  test('refers to the Secret, and has nothing of the file', () => {
    app(RuntimeConfigFile.of({ ...ALL, sqliteDatabases: {}, llmCompute: undefined }));
    const spec = only(synth(chart), 'SpinApp').spec as { runtimeConfig: unknown };
    expect(spec.runtimeConfig).toEqual({ loadFromSecret: 'shop-config' });
  });

  test('takes variables from a provider, and stores from the file', () => {
    const { variableProviders } = ALL;
    const noStore = app(RuntimeConfigFile.of({ variableProviders }));
    expect(noStore.node.validate()).toEqual([
      expect.stringContaining("'runtimeConfig.keyValueStores.cache' is required by component shop"),
    ]);
  });

  test('must set variables where the file has no provider', () => {
    const { cache } = ALL.keyValueStores;
    expect(app(RuntimeConfigFile.of({ keyValueStores: { cache } })).node.validate()).toEqual([
      expect.stringMatching(/'variables.password' is required .* configure a 'VariableProvider' in a file/),
    ]);
  });

  test('is not checked against a file that is not given', () => {
    expect(app().node.validate()).toEqual([]);
  });
});
