/** Words that say what is in a variable, at the end of its name: `db_password`, `api_key`, and not `token_url`. */
const SECRETS =
  /(^|[^a-z])(passwords?|passwd|pwd|passphrase|secrets?|tokens?|credentials?|apikey|(api|access|private|secret|auth|signing|encryption)_key)$/;

/** What is in all of these words. */
const HINT = /pass|pwd|secret|token|credential|key/i;

/** A URL that has a password in it. */
const URL_WITH_PASSWORD = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s@]*:[^/?#\s@]+@/i;

/** Whether something is likely a secret by its name. */
export function isSecretName(name: string): boolean {
  if (!HINT.test(name)) {
    return false;
  }
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[-.\s]+/g, '_')
    .replace(/_?\d+$/, '');
  return SECRETS.test(words);
}

/** Whether a value shows a password: `redis://user:password@example.com`. */
export function hasPassword(value: string): boolean {
  return URL_WITH_PASSWORD.test(value);
}
