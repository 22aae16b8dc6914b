/**
 * What to do about fields that the schema of a custom resource does not have. An API server drops them without a word,
 * unless it is asked not to: `kubectl apply --validate`.
 *
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation
 */
export enum FieldValidation {
  /** Say nothing. */
  IGNORE = 'Ignore',

  /** Warn on the standard error. */
  WARN = 'Warn',

  /** Refuse to synthesize. */
  STRICT = 'Strict',
}
