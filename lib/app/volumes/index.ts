// The submodule `volumeSources`: the options of the factories of `Volumes`. jsii refuses a submodule `volumes` beside a class
// `Volumes`, and finds the types of a submodule through `export *` only.
export * from './downward-api';
export * from './ephemeral-volume';
export * from './network-volumes';
export * from './pod-volumes';
export * from './projected-volume';
