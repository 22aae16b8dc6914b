import * as l1 from '../../imports/core.spinkube.dev';
import { listUnlessEmpty } from '../private/empty';
import { OptionValue } from './option-value';

/** The values of a store, database or LLM by the names Spin gives them; those not set are left out. */
export interface NamedOptions {
  readonly [name: string]: OptionValue | undefined;
}

/** A type of runtime configuration and its options: what `keyValueStores[]`, `sqliteDatabases[]`, `llmCompute` share. */
export interface TypedOptions {
  readonly type: string;
  readonly options?: l1.SpinAppSpecRuntimeConfigKeyValueStoresOptions[];
}

export function renderTypedOptions(type: string, options: NamedOptions): TypedOptions {
  const rendered = Object.entries(options).flatMap(([name, value]) => (value ? [value._render(name)] : []));
  return { type, options: listUnlessEmpty(rendered) };
}
