import * as kplus from 'cdk8s-plus-28';

/**
 * What the Pod Security Standard `restricted` asks of a pod.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
const RESTRICTED_POD: kplus.k8s.PodSecurityContext = {
  runAsNonRoot: true,
  seccompProfile: { type: kplus.SeccompProfileType.RUNTIME_DEFAULT },
};

/** What it asks of a container. */
export const RESTRICTED_CONTAINER: kplus.k8s.SecurityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: [kplus.Capability.ALL] },
};

export function renderPodSecurityContext(props?: kplus.PodSecurityContextProps): kplus.k8s.PodSecurityContext {
  return props === undefined
    ? RESTRICTED_POD
    : {
        ...(new kplus.PodSecurityContext(props) as unknown as { _toKube(): kplus.k8s.PodSecurityContext })._toKube(),
        seccompProfile: RESTRICTED_POD.seccompProfile,
      };
}

/**
 * Renders the security context of a container.
 *
 * @param props what the user wants
 * @param byDefault what it is otherwise
 */
export function renderSecurityContext(
  props: kplus.ContainerSecurityContextProps | undefined,
  byDefault: kplus.k8s.SecurityContext = RESTRICTED_CONTAINER,
): kplus.k8s.SecurityContext {
  return props === undefined
    ? byDefault
    : (new kplus.ContainerSecurityContext(props) as unknown as { _toKube(): kplus.k8s.SecurityContext })._toKube();
}
