/**
 * Gardener deletes a Shoot only where this annotation is `true`.
 *
 * @see https://gardener.cloud/docs/gardener/concepts/apiserver-admission-plugins/
 */
export const DELETION_CONFIRMATION = 'confirmation.gardener.cloud/deletion';
