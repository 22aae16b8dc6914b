/** What Spin asks of a type of store, database or LLM. */
export interface RuntimeType {
  readonly required: readonly string[];
  readonly optional: readonly string[];

  /** Options that are no text in Spin, so that the operator cannot write them. */
  readonly notText: readonly string[];

  /** Whether an option that Spin does not know is an error. */
  readonly refusesOthers: boolean;
}

const NONE: RuntimeType = { required: [], optional: [], notText: [], refusesOthers: false };

/**
 * The types of Spin 3.6, by the field of `runtimeConfig`.
 *
 * @see https://spinframework.dev/dynamic-configuration#runtime-configuration-file
 */
export const RUNTIME_TYPES = {
  keyValueStores: {
    spin: { ...NONE, optional: ['path'] },
    redis: { ...NONE, required: ['url'] },
    azure_cosmos: { ...NONE, required: ['account', 'database', 'container'], optional: ['key'] },
    aws_dynamo: {
      ...NONE,
      required: ['region', 'table'],
      optional: ['access_key', 'secret_key', 'token'],
      notText: ['consistent_read'],
    },
  },
  sqliteDatabases: {
    spin: { ...NONE, optional: ['path'], refusesOthers: true },
    libsql: { ...NONE, required: ['url', 'token'], refusesOthers: true },
  },
  llmCompute: {
    spin: NONE,
    remote_http: { ...NONE, required: ['url', 'auth_token'], optional: ['api_type'] },
  },
} as const satisfies { readonly [field: string]: { readonly [type: string]: RuntimeType } };
