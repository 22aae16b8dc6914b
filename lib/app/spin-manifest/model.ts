/** What a `spin.toml` of either version says, as far as a SpinApp must fit it. */
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

  /** Its value where none is supplied; a variable without one is required. */
  readonly default?: string;

  readonly isRequired: boolean;
  readonly isSecret: boolean;
}

/** What starts a component. */
export interface ManifestTrigger {
  readonly type: string;

  /** Id of the component that it starts; some types have only a table of components. */
  readonly component?: string;
}

/** A component of the application, and what it needs. */
export interface ManifestComponent {
  readonly id: string;

  /** Texts in which variables of the application may be mentioned: `{{ name }}`. */
  readonly templates: readonly string[];

  readonly keyValueStores: readonly string[];
  readonly sqliteDatabases: readonly string[];
  readonly aiModels: readonly string[];
}
