/**
 * Annotation without which Gardener rejects the deletion of a Shoot; its value must be `true`.
 *
 * @see https://gardener.cloud/docs/gardener/concepts/apiserver-admission-plugins/
 */
export const DELETION_CONFIRMATION = 'confirmation.gardener.cloud/deletion';
