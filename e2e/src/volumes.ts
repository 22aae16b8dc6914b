/** A volume, with the fields that the tests read. */
export interface Volume {
  readonly projected?: { readonly sources: object[] };
  readonly ephemeral?: { readonly volumeClaimTemplate: { readonly spec: object } };
  readonly fc?: { readonly readOnly?: boolean };
}

/** Volumes that the operator adds to pods. */
export const OWN_VOLUMES = ['spin-runtime-config', 'spin-ca'];

/** Volume source behind a feature gate that is off in Kubernetes v1.34, and unknown to the older operator. */
export const IMAGE_VOLUME = 'image';

/** A volume of a SpinApp without the fields that do not reach the Deployment. */
export function withoutWhatIsDropped(volume: Volume): Volume {
  const { ephemeral, fc, projected } = volume;
  return {
    ...volume,
    // Pruned by the CRD of SpinApps, which has no fields below `metadata`.
    ...(ephemeral && { ephemeral: { volumeClaimTemplate: { spec: ephemeral.volumeClaimTemplate.spec } } }),
    // Dropped by the operator, because its Go types omit false.
    ...(fc && { fc: withoutFalse(fc) }),
    // Dropped by the API server, behind a feature gate.
    ...(projected && {
      projected: { ...projected, sources: projected.sources.map((one) => ('clusterTrustBundle' in one ? {} : one)) },
    }),
  };
}

function withoutFalse(object: object): object {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== false));
}
