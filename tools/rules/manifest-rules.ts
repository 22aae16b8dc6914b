import { GeneralRule } from '../../lib/validation/general-rules';

/** The checks of a SpinApp against its `spin.toml`, in `lib/app/spin-manifest`: they need the file, so only a synth has them. */
export const MANIFEST_RULES: readonly GeneralRule[] = [
  error(
    'manifest-required-variable',
    'A required variable must be set: for every shim if a component that runs reads it, and since shim v0.22 (Spin 3.5) even if only components that are left out read it, or none. `RuntimeConfig.fromSecret()` switches this off, unless its file is given and has no variable provider.',
  ),
  error('manifest-unknown-variable', 'A variable must be declared in `spin.toml`.'),
  error(
    'manifest-secret-variable',
    'The value of a variable with `secret = true` must not be plain text, unless `allowPlaintextSecrets` is set for the app or its bundle.',
  ),
  error('manifest-component', 'An ID in `components` must be a component of the application.'),
  error(
    'manifest-trigger',
    'The application must have a trigger, and one must start at least one of the `components`.',
  ),
  error(
    'manifest-service-chaining',
    'A selected component must not call a component that is left out (`http://back.spin.internal`), or any component (`http://*.spin.internal`), by service chaining: the shim does not start such a selection. A host with a template is not checked.',
  ),
  error(
    'manifest-store',
    'A store or database other than `default` that a component uses must be in `runtimeConfig`, unless `RuntimeConfig.fromSecret()` is used.',
  ),
  error(
    'manifest-llm-compute',
    '`runtimeConfig` must have `llmCompute` if a component uses an AI model, unless `RuntimeConfig.fromSecret()` is used.',
  ),
  error(
    'manifest-trigger-type',
    'The shim must support the type of each trigger that starts a selected component. Shim v0.13.1 supports `http`, `redis` and `sqs`; later ones also `mqtt` and `command`.',
  ),
  error(
    'manifest-trigger-settings',
    'An `http` trigger that starts a selected component must have a `route`, a `redis` trigger a `channel`, and neither an unknown setting.',
  ),
  error('manifest-http-base', 'HTTP routes must not have a `base`, unless the shim is older than Spin 3.'),
  warning(
    'manifest-dropped-component',
    'A trigger must start each selected component. Otherwise the shim drops the component.',
  ),
  warning(
    'manifest-probe',
    'A public route must match the path of a probe, and an HTTP trigger must run. Otherwise the probe is never answered, or with 404. Every HTTP trigger answers `/.well-known/spin/health`.',
  ),
  warning(
    'manifest-traffic',
    'An Ingress, an HTTPRoute or the like must not send requests to an app that has no HTTP trigger or only private routes.',
  ),
  warning(
    'manifest-outbound-host',
    'A template in a host must be that of a declared variable. Otherwise the component can call no host at all.',
  ),
  warning(
    'manifest-inherited-setting',
    'A dependency must inherit only settings that Spin knows and that its component has.',
  ),
  warning(
    'manifest-unused-store',
    'A component that runs must use each store, database and LLM backend of `runtimeConfig`.',
  ),
  warning(
    'manifest-local-store',
    'A store or database that is a file in each pod must not be used by several pods or with an autoscaler, because pods do not share its data. This applies to `default` without configuration, and to `KeyValueStore.spin()` and `SqliteDatabase.spin()` without a path on a volume.',
  ),
];

function error(name: string, description: string): GeneralRule {
  return { name, levels: ['error'], description };
}

function warning(name: string, description: string): GeneralRule {
  return { name, levels: ['warning'], description };
}
