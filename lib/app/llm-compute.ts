import { byName } from '../private/by-name';
import { checkedProps } from '../private/checked-props';
import { NamedOptions, OptionValue, renderTypedOptions, TypedOptions } from './option-value';

/** API type of a remote LLM server. */
export enum LlmApiType {
  /** The API of Spin's own LLM proxy. */
  DEFAULT = 'default',

  /** The OpenAI API, which many servers support. */
  OPEN_AI = 'open_ai',
}

/** Options of `LlmCompute.remoteHttp()`. */
export interface RemoteHttpLlmComputeOptions {
  /** URL of the server. */
  readonly url: OptionValue;

  /** Authentication token. */
  readonly authToken: OptionValue;

  /**
   * API type of the server.
   *
   * @default - not set: Spin takes `LlmApiType.DEFAULT`
   */
  readonly apiType?: LlmApiType;
}

/**
 * LLM backend: runs the inference of a Spin app.
 *
 * @see https://spinframework.dev/dynamic-configuration#llm-runtime-configuration
 */
export class LlmCompute {
  /** Inference in the pod of the app. The released shim is built without it. */
  public static spin(): LlmCompute {
    return new LlmCompute('spin', {});
  }

  /**
   * Inference on a remote server over HTTP.
   *
   * @param options URL, token and API type
   */
  public static remoteHttp(options: RemoteHttpLlmComputeOptions): LlmCompute {
    const { url, authToken, apiType } = checkedProps('RemoteHttpLlmComputeOptions', options, 'LlmCompute.remoteHttp');
    return new LlmCompute('remote_http', {
      url,
      auth_token: authToken,
      api_type: apiType && OptionValue.fromValue(apiType),
    });
  }

  /**
   * Any other type, such as one of a custom shim.
   *
   * @param type name of the type in Spin's runtime configuration
   * @param options options of the type, by their names there
   */
  public static custom(type: string, options: { [name: string]: OptionValue } = {}): LlmCompute {
    return new LlmCompute(type, byName({ ...options }));
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
