import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  Bundle,
  KeyValueStore,
  LlmCompute,
  OptionValue,
  RuntimeConfig,
  SpinApp,
  SpinAppExecutor,
  SpinAppProps,
  SpinManifest,
  SqliteDatabase,
  Variable,
} from '../../lib';
import { planApp } from '../../lib/gitops/app-plan';
import { FieldValidation } from '../../lib/validation/field-validation';
import { testChart, validationErrors } from '../testing';

/** An application without a trigger. */
export const EMPTY = 'spin_manifest_version = 2\napplication.name = "shop"\n[trigger]\n';

/** An application with a trigger, and a component in it. */
export const HEAD = `${EMPTY}[[trigger.http]]\nroute = "/"\ncomponent = { source = "front.wasm" }\n`;

/** Two components, each with needs of its own. */
export const TWO = `${EMPTY}
[variables]
currency = { default = "EUR" }
bank_url = { required = true }
[[trigger.http]]
route = "/"
component = "cart"
[[trigger.redis]]
channel = "orders"
component = "pay"
[component.cart]
source = "a.wasm"
key_value_stores = ["default", "baskets"]
sqlite_databases = ["default"]
variables = { symbol = "{{ currency }}" }
[component.pay]
source = "a.wasm"
key_value_stores = ["baskets", "receipts"]
sqlite_databases = ["ledger"]
ai_models = ["fraud-1", "fraud-2"]
variables = { bank = "https://{{bank_url}}/" }
`;

export const URL = OptionValue.fromValue('redis://redis');
export const REDIS = KeyValueStore.redis({ url: URL });
export const LIBSQL = SqliteDatabase.libsql({ url: URL, token: OptionValue.fromConfigMap(config(), 'token') });
export const LLM = LlmCompute.remoteHttp({ url: URL, authToken: OptionValue.fromConfigMap(config(), 'token') });

/** Properties that match the manifest TWO. */
export const ALL = {
  keyValueStores: { baskets: REDIS, receipts: REDIS },
  sqliteDatabases: { ledger: LIBSQL },
  llmCompute: LLM,
};
export const FITTING: Partial<SpinAppProps> = {
  variables: { bank_url: Variable.fromValue('bank') },
  runtimeConfig: RuntimeConfig.of(ALL),
};

export function config(): kplus.IConfigMap {
  return kplus.ConfigMap.fromConfigMapName(testChart(), 'config', 'config');
}

export function secret(): kplus.ISecret {
  return kplus.Secret.fromSecretName(testChart(), 'secret', 'secret');
}

export function newApp(chart: Chart, manifest: string, props: Partial<SpinAppProps> = {}): SpinApp {
  return new SpinApp(chart, 'app', {
    metadata: { name: 'shop' },
    image: 'example.com/shop:v1',
    executor: SpinAppExecutor.fromSpinAppExecutorName(chart, 'shim', 'shim'),
    manifest: SpinManifest.fromString(manifest),
    ...props,
  });
}

export function errorsOf(manifest: string, props: Partial<SpinAppProps> = {}): string[] {
  const chart = testChart('team');
  newApp(chart, manifest, props);
  return validationErrors(chart);
}

/** Warnings of a bundle, after its errors, which would suppress the warnings. */
export function warningsOf(manifest: string, props: Partial<SpinAppProps> = {}, scale = false): string[] {
  const bundle = new Bundle();
  const chart = new Chart(bundle, 'shop', { namespace: 'team' });
  const target = newApp(chart, manifest, props);
  if (scale) {
    new kplus.HorizontalPodAutoscaler(chart, 'autoscaler', { target, maxReplicas: 3 });
  }
  const { errors, warnings } = planApp(bundle, { fieldValidation: FieldValidation.WARN });
  return [...errors, ...warnings];
}
