/**
 * Field validation: how to treat fields that the schema of a custom resource does not have. An API server drops them
 * silently unless strict validation is requested: `kubectl apply --validate=strict`.
 *
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation
 */
export enum FieldValidation {
  /** Do not report them. */
  IGNORE = 'Ignore',

  /** Print a warning on standard error. */
  WARN = 'Warn',

  /** Fail the synth. */
  STRICT = 'Strict',
}
