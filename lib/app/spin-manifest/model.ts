/** The parts of a `spin.toml` of either version that a SpinApp must match. */
export interface ManifestModel {
  /** Name of the application. */
  readonly name: string;

  /** Version of the application, if it has one. */
  readonly version?: string;

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
}

/** A component of the application, and what it needs. */
export interface ManifestComponent {
  readonly id: string;

  /** Templates that may reference variables of the application: `{{ name }}`. */
  readonly templates: readonly string[];

  readonly keyValueStores: readonly string[];
  readonly sqliteDatabases: readonly string[];
  readonly aiModels: readonly string[];
}

/** Words of letters and digits with dashes between them; no word mixes lower and upper case. */
const KEBAB_CASE = /^([a-z][a-z0-9]*|[A-Z][A-Z0-9]*)(-([a-z0-9]+|[A-Z0-9]+))*$/;

/** Tells if an ID is valid in a manifest of version 2. */
export function isKebabCase(id: string): boolean {
  return KEBAB_CASE.test(id);
}
