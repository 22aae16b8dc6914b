import { ApiObject, App, Chart, Cron, Duration, JsonPatch } from 'cdk8s';
import { KedaAutoscaler, KedaFallbackBehavior } from '../app/autoscaling/keda-autoscaler';
import { KedaMetricType, KedaTrigger } from '../app/autoscaling/keda-trigger';
import { PodIdentity } from '../app/autoscaling/pod-identity';
import { TriggerAuthentication } from '../app/autoscaling/trigger-authentication';
import { CertificateIssuer } from '../app/certificate-issuer';
import { Existing } from '../app/existing';
import { HealthProbe } from '../app/health-probe';
import { KeyValueStore } from '../app/key-value-store';
import { Kube } from '../app/kube';
import { LlmApiType, LlmCompute } from '../app/llm-compute';
import { OptionValue } from '../app/option-value';
import { RuntimeClass } from '../app/runtime-class';
import { RuntimeConfig } from '../app/runtime-config';
import { SpinApp } from '../app/spin-app';
import { SpinAppExecutor } from '../app/spin-app-executor';
import { SpinManifest } from '../app/spin-manifest/spin-manifest';
import { SqliteDatabase } from '../app/sqlite-database';
import { ExternalTrafficPolicy } from '../app/traffic/app-service';
import { Gateway } from '../app/traffic/gateway';
import { HttpRoute } from '../app/traffic/http-route';
import { HttpPathChange, HttpRouteFilter } from '../app/traffic/http-route-filter';
import { HttpMethod, HttpPathMatch, HttpValueMatch } from '../app/traffic/http-route-match';
import { Variable } from '../app/variable';
import { RecursiveReadOnly } from '../app/volume-mount';
import { Volumes } from '../app/volumes/volumes';
import { FetchStrategy } from '../platform/fetch-strategy';
import { Shim } from '../platform/shim';
import { ShimArchitecture } from '../releases/facts';
import { SpinShimVersion } from '../releases/spin-shim/spin-shim-version';

/** The exports that programs import, by module. */
export const MODULES: { readonly [module: string]: { readonly [name: string]: object } } = {
  cdk8s: { ApiObject, App, Chart, Cron, Duration, JsonPatch },
  'cdk8s-spinkube': {
    CertificateIssuer,
    Existing,
    ExternalTrafficPolicy,
    FetchStrategy,
    Gateway,
    HealthProbe,
    HttpMethod,
    HttpPathChange,
    HttpPathMatch,
    HttpRoute,
    HttpRouteFilter,
    HttpValueMatch,
    KedaAutoscaler,
    KedaFallbackBehavior,
    KedaMetricType,
    KedaTrigger,
    KeyValueStore,
    Kube,
    LlmApiType,
    LlmCompute,
    OptionValue,
    PodIdentity,
    RecursiveReadOnly,
    RuntimeClass,
    RuntimeConfig,
    Shim,
    ShimArchitecture,
    SpinApp,
    SpinAppExecutor,
    SpinManifest,
    SpinShimVersion,
    SqliteDatabase,
    TriggerAuthentication,
    Variable,
    Volumes,
  },
};

/** An export of one of the modules. */
export function exportNamed(name: string): object {
  const found = Object.values(MODULES).find((module) => Object.hasOwn(module, name));
  if (!found) {
    throw new Error(`'${name}' is not exported by ${Object.keys(MODULES).join(' or ')}`);
  }
  return found[name];
}
