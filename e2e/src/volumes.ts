/** A volume with what is of interest here. */
export interface Volume {
  readonly projected?: { readonly sources: object[] };
  readonly ephemeral?: { readonly volumeClaimTemplate: { readonly spec: object } };
  readonly fc?: { readonly readOnly?: boolean };
}

/** What the operator adds of its own. */
export const OWN_VOLUMES = ['spin-runtime-config', 'spin-ca'];

/** Behind a feature gate of Kubernetes that is closed in v1.34, and unknown to the older operator. */
export const IMAGE_VOLUME = 'image';

/** A volume of a SpinApp without what does not reach the Deployment. */
export function withoutWhatIsDropped(volume: Volume): Volume {
  const { ephemeral, fc, projected } = volume;
  return {
    ...volume,
    // By the definition of SpinApps: it does not say what is below `metadata`.
    ...(ephemeral && { ephemeral: { volumeClaimTemplate: { spec: ephemeral.volumeClaimTemplate.spec } } }),
    // By the operator, as Go leaves out what is false.
    ...(fc && { fc: withoutFalse(fc) }),
    // By the API server, behind a feature gate.
    ...(projected && {
      projected: { ...projected, sources: projected.sources.map((one) => ('clusterTrustBundle' in one ? {} : one)) },
    }),
  };
}

function withoutFalse(object: object): object {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== false));
}
