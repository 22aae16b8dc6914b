/** What the cloud controller manager is told. */
export function renderCloudControllerManager(featureGates?: { [gate: string]: boolean }): unknown {
  return featureGates && { featureGates: { ...featureGates } };
}

/** Which of the classes that Gardener makes are the default ones. */
interface DefaultClasses {
  readonly managedDefaultStorageClass?: boolean;
  readonly managedDefaultVolumeSnapshotClass?: boolean;
}

export function renderDefaultClasses(options: DefaultClasses): unknown {
  const { managedDefaultStorageClass, managedDefaultVolumeSnapshotClass } = options;
  const isSaid = (managedDefaultStorageClass ?? managedDefaultVolumeSnapshotClass) !== undefined;
  return isSaid ? { managedDefaultStorageClass, managedDefaultVolumeSnapshotClass } : undefined;
}
