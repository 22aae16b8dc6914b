/** The API of Gardener's provider for AWS. */
export const AWS_API = 'aws.provider.extensions.gardener.cloud/v1alpha1';
