/** Settings of a worker pool that are specific to its cloud provider (`providerConfig`). */
export class WorkerConfig {
  /**
   * Settings for any provider. For those that this library knows, see `Aws`, `Azure`, `Gcp` and `OpenStack`.
   *
   * @param config the settings, an object with `apiVersion` and `kind`
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- jsii knows JSON as `any`, and refuses `unknown`
  public static of(config: { [field: string]: any }): WorkerConfig {
    return new WorkerConfig({ ...config });
  }

  /** @internal */
  public static _of(provider: string, config: { [field: string]: unknown }): WorkerConfig {
    return new WorkerConfig(config, provider);
  }

  private constructor(
    private readonly config: { readonly [field: string]: unknown },
    /**
     * Type of the provider it is for; undefined if unknown.
     *
     * @internal
     */
    public readonly _provider?: string,
  ) {}

  /** @internal */
  public _toJson(): { readonly [field: string]: unknown } {
    return this.config;
  }
}
