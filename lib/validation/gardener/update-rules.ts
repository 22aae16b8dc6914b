/** Rule about the Kubernetes version, which Gardener raises during maintenance. */
export const KUBERNETES_UPDATE = 'shoot-kubernetes-update';

/** Rule about the versions of machine images, which Gardener raises during maintenance. */
export const MACHINE_IMAGE_UPDATE = 'shoot-machine-image-update';

/** Rules about applying a Shoot again after an update, rather than about the Shoot itself. */
export const UPDATE_RULES: readonly string[] = [KUBERNETES_UPDATE, MACHINE_IMAGE_UPDATE];
