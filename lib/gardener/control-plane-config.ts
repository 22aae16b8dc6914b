/** Renders settings of the cloud-controller-manager, which are the same for several clouds. */
export function renderCloudControllerManager(featureGates?: { [gate: string]: boolean }): unknown {
  return featureGates && { featureGates: { ...featureGates } };
}

/** Classes for volumes that Gardener creates, and marks as default. */
interface DefaultClasses {
  readonly managedDefaultStorageClass?: boolean;
  readonly managedDefaultVolumeSnapshotClass?: boolean;
}

export function renderDefaultClasses(options: DefaultClasses): unknown {
  const { managedDefaultStorageClass, managedDefaultVolumeSnapshotClass } = options;
  const isSet = (managedDefaultStorageClass ?? managedDefaultVolumeSnapshotClass) !== undefined;
  return isSet ? { managedDefaultStorageClass, managedDefaultVolumeSnapshotClass } : undefined;
}
