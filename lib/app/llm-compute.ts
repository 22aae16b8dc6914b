import { NamedOptions, OptionValue, renderTypedOptions, TypedOptions } from './option-value';

/** Which API a remote LLM server speaks. */
export enum LlmApiType {
  /** The API of Spin's own LLM proxy. */
  DEFAULT = 'default',

  /** The API of OpenAI, which many servers speak. */
  OPEN_AI = 'open_ai',
}

/** Options of an LLM server that is reached over HTTP. */
export interface RemoteHttpLlmComputeOptions {
  /** URL of the server. */
  readonly url: OptionValue;

  /** Token to authenticate with. */
  readonly authToken: OptionValue;

  /**
   * Which API the server speaks.
   *
   * @default - not set: Spin takes `LlmApiType.DEFAULT`
   */
  readonly apiType?: LlmApiType;
}

/**
 * Where the inference of a Spin app runs.
 *
 * @see https://spinframework.dev/dynamic-configuration#llm-runtime-configuration
 */
export class LlmCompute {
  /** In the app's own pod. The released shim is built without it. */
  public static spin(): LlmCompute {
    return new LlmCompute('spin', {});
  }

  /**
   * On a server that is reached over HTTP.
   *
   * @param options where it is, and the token
   */
  public static remoteHttp(options: RemoteHttpLlmComputeOptions): LlmCompute {
    const { url, authToken, apiType } = options;
    return new LlmCompute('remote_http', {
      url,
      auth_token: authToken,
      api_type: apiType && OptionValue.fromValue(apiType),
    });
  }

  /**
   * A type that this library does not know, such as one of a shim of your own.
   *
   * @param type name of the type in Spin's runtime configuration
   * @param options its options by the names they have there
   */
  public static custom(type: string, options: { [name: string]: OptionValue } = {}): LlmCompute {
    return new LlmCompute(type, { ...options });
  }

  private constructor(
    /** The type in Spin's runtime configuration, for example `remote_http`. */
    public readonly type: string,
    private readonly options: NamedOptions,
  ) {}

  /**
   * Renders `spec.runtimeConfig.llmCompute`.
   *
   * @internal
   */
  public _render(): TypedOptions {
    return renderTypedOptions(this.type, this.options);
  }
}
