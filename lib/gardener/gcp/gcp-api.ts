/** The API of Gardener's provider for GCP. */
export const GCP_API = 'gcp.provider.extensions.gardener.cloud/v1alpha1';
