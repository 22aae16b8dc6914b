import { checkedOptions } from '../private/checked-values';
import { invalid } from '../private/errors';

/** Options of `VariableProvider.vault()`. */
export interface VaultVariableProviderOptions {
  /** URL of the Vault server, for example `https://vault.example.com:8200`. */
  readonly url: string;

  /** Mount point of the KV secrets engine, version 2, for example `secret`. */
  readonly mount: string;

  /**
   * Token, as a placeholder that another tool replaces: `{{ .vaultToken }}` in a template of External Secrets,
   * `<path:secret/data/vault#token>` of argocd-vault-plugin, `${VAULT_TOKEN}` of Flux.
   */
  readonly token: string;

  /**
   * Prefix of the paths of all variables: with `shop`, the variable `password` is the secret `shop/password`. Its value is in
   * the field `value` of the secret.
   *
   * @default - none
   */
  readonly prefix?: string;
}

/** Azure clouds, each with a Microsoft Entra ID of its own. */
export enum AzureAuthorityHost {
  /** The public cloud. */
  PUBLIC_CLOUD = 'AzurePublicCloud',

  /** Azure operated by 21Vianet in China. */
  CHINA = 'AzureChina',

  /** The former Azure Germany. */
  GERMANY = 'AzureGermany',

  /** Azure Government of the United States. */
  GOVERNMENT = 'AzureGovernment',
}

/** Options of `VariableProvider.azureKeyVault()`. */
export interface AzureKeyVaultVariableProviderOptions {
  /** URL of the vault, for example `https://shop.vault.azure.net/`. */
  readonly vaultUrl: string;

  /**
   * ID of the client, together with its secret and the tenant.
   *
   * @default - the workload identity of the pod
   */
  readonly clientId?: string;

  /**
   * Secret of the client, as a placeholder that another tool replaces, such as `{{ .clientSecret }}`.
   *
   * @default - the workload identity of the pod
   */
  readonly clientSecret?: string;

  /**
   * ID of the tenant of the client.
   *
   * @default - the workload identity of the pod
   */
  readonly tenantId?: string;

  /**
   * Azure cloud of the client.
   *
   * @default - Spin takes `AzureAuthorityHost.PUBLIC_CLOUD`
   */
  readonly authorityHost?: AzureAuthorityHost;
}

/** Options of `VariableProvider.environment()`. */
export interface EnvironmentVariableProviderOptions {
  /**
   * Prefix of the names: with `SHOP`, the variable `password` is the environment variable `SHOP_PASSWORD`.
   *
   * @default - Spin takes `SPIN_VARIABLE`
   */
  readonly prefix?: string;

  /**
   * Path of a file with more environment variables, in the format of dotenv.
   *
   * @default - none
   */
  readonly dotenvPath?: string;
}

/**
 * Variable provider: an external service from which Spin takes the application variables that nothing else sets.
 *
 * @see https://spinframework.dev/dynamic-configuration#application-variables-runtime-configuration
 *
 * @example
 *
 * VariableProvider.vault({ url: 'https://vault.example.com:8200', mount: 'secret', token: '{{ .vaultToken }}' });
 */
export class VariableProvider {
  /**
   * HashiCorp Vault, or a server with the same API.
   *
   * @param options URL, mount point, token and prefix
   * @throws if one of them is missing
   */
  public static vault(options: VaultVariableProviderOptions): VariableProvider {
    const where = 'VariableProvider.vault';
    const names = ['url', 'mount', 'token'] as const;
    const { mount, prefix, token, url } = checkedOptions('VaultVariableProviderOptions', options, where, ...names);
    return new VariableProvider('vault', { url, token, mount, prefix });
  }

  /**
   * Azure Key Vault, with the workload identity of the pod or a client of your own.
   *
   * @param options URL, and how Spin authenticates
   * @throws if the URL is missing, or a part of the client
   */
  public static azureKeyVault(options: AzureKeyVaultVariableProviderOptions): VariableProvider {
    const where = 'VariableProvider.azureKeyVault';
    const given = checkedOptions('AzureKeyVaultVariableProviderOptions', options, where, 'vaultUrl');
    const { authorityHost, clientId, clientSecret, tenantId, vaultUrl } = given;
    const client = { clientId, clientSecret, tenantId };
    const missing = Object.entries(client).find(([, value]) => value === undefined);
    if (missing && Object.values(client).some((value) => value !== undefined)) {
      const rule = 'is required with the other two of clientId, clientSecret and tenantId';
      throw invalid(where, missing[0], undefined, rule, 'set it, or omit all three');
    }
    return new VariableProvider('azure_key_vault', {
      vault_url: vaultUrl,
      client_id: clientId,
      client_secret: clientSecret,
      tenant_id: tenantId,
      authority_host: authorityHost,
    });
  }

  /**
   * Environment variables of the pod with another prefix, or a dotenv file on a volume. Spin always reads those with the prefix
   * `SPIN_VARIABLE`, as which a SpinApp passes its `variables`.
   *
   * @param options prefix and file
   */
  public static environment(options: EnvironmentVariableProviderOptions = {}): VariableProvider {
    const where = 'VariableProvider.environment';
    const { dotenvPath, prefix } = checkedOptions('EnvironmentVariableProviderOptions', options, where);
    return new VariableProvider('env', { prefix, dotenv_path: dotenvPath });
  }

  private constructor(
    /** The type in Spin's runtime configuration, for example `vault`. */
    public readonly type: string,
    private readonly options: { readonly [name: string]: string | undefined },
  ) {}

  /**
   * Renders an entry of `variables_provider`, without its type.
   *
   * @internal
   */
  public _render(): { [name: string]: string } {
    return Object.fromEntries(
      Object.entries(this.options).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    );
  }
}
