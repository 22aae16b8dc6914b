import { Problem } from '../../validation/problems';

/** The parts of a `spin.toml` of either version that a SpinApp must match. */
export interface ManifestModel {
  /** Name of the application. */
  readonly name: string;

  /** Version of the application, if it has one. */
  readonly version?: string;

  /** Base path of all HTTP routes, if there is one: a deprecated setting. */
  readonly httpBase?: string;

  readonly variables: readonly ManifestVariable[];
  readonly triggers: readonly ManifestTrigger[];
  readonly components: readonly ManifestComponent[];
}

/** A variable of the application. */
export interface ManifestVariable {
  readonly name: string;

  /** Default value; a variable without one is required. */
  readonly default?: string;

  readonly isRequired: boolean;
  readonly isSecret: boolean;
}

/** A trigger of the application. */
export interface ManifestTrigger {
  readonly type: string;

  /** ID of the component that it starts; some types have only a table of components. */
  readonly component?: string;

  /** Route of an HTTP trigger; undefined for a private endpoint and for other types. */
  readonly route?: string;

  /** Settings that the trigger rejects when it is started. */
  readonly faults: readonly Problem[];
}

/** A component of the application, and what it needs. */
export interface ManifestComponent {
  readonly id: string;

  /** Values of its variables by name; they may reference variables of the application: `{{ name }}`. */
  readonly variables: { readonly [name: string]: string };

  /** The hosts that it may call, `allowed_outbound_hosts` and the older `allowed_http_hosts`; templates too. */
  readonly outboundHosts: readonly string[];

  readonly keyValueStores: readonly string[];
  readonly sqliteDatabases: readonly string[];
  readonly aiModels: readonly string[];

  /** The settings that its dependencies inherit, by dependency; only dependencies that list them. */
  readonly inherited: { readonly [dependency: string]: readonly string[] };
}
