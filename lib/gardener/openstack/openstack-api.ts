/** The API of Gardener's provider for OpenStack. */
export const OPENSTACK_API = 'openstack.provider.extensions.gardener.cloud/v1alpha1';
