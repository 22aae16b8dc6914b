import { Level } from './problems';

/** A rule that applies to all kinds, for the reference page and for reports. */
export interface GeneralRule {
  /** Name of the rule: `schema`. */
  readonly name: string;

  /** Levels of its findings, the usual one first. */
  readonly levels: readonly Level[];

  /** The requirement: a few sentences in Markdown. */
  readonly description: string;
}

/** Rules for every object of a kind with a schema. */
export const OBJECT_RULES: readonly GeneralRule[] = [
  {
    name: 'schema',
    levels: ['error', 'warning'],
    description:
      "Values must have the types, choices, formats and ranges of the schema, and lists that are sets or maps must have no duplicates. A missing field is a warning if the operator's webhook fills it in with an empty value.",
  },
  {
    name: 'unknown-field',
    levels: ['warning'],
    description:
      'Fields must be in the schema, because the API server drops others. `FieldValidation` and `--field-validation` turn this into an error, or switch it off.',
  },
  {
    name: 'metadata',
    levels: ['error'],
    description: 'Names, namespaces, labels and annotations must be valid.',
  },
  {
    name: 'served',
    levels: ['error', 'warning'],
    description:
      'A kind and its version must be served by some cluster: `core.spinkube.dev/v1` is an error, and so are the removed versions of Kubernetes. A kind that is in another API group, and a name that is nearly that of a kind, such as `Deploymnt`, are warnings.',
  },
  {
    name: 'release',
    levels: ['error'],
    description: 'SpinApps and executors must have the API group of the SpinKube release.',
  },
];

/** Rules for the documents in files. */
export const FILE_RULES: readonly GeneralRule[] = [
  {
    name: 'file',
    levels: ['error'],
    description: 'A file must be readable, and each of its documents smaller than 8 MiB.',
  },
  { name: 'yaml', levels: ['error'], description: 'A document must be valid YAML.' },
  { name: 'object', levels: ['error'], description: 'A document must be a Kubernetes object.' },
  {
    name: 'repeated-key',
    levels: ['warning'],
    description: 'A map must have a key only once, because kubectl takes the last value.',
  },
  { name: 'duplicate', levels: ['warning'], description: 'An object must be defined only once in a cluster.' },
];
