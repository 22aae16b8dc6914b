/** The API of Gardener's provider for Azure. */
export const AZURE_API = 'azure.provider.extensions.gardener.cloud/v1alpha1';
