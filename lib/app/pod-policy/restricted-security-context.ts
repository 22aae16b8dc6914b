import * as kplus from 'cdk8s-plus-28';
import { Problems } from '../../validation/problems';
import { wholeNumber } from '../../validation/requirement';

/**
 * Security context of the Pod Security Standard `restricted`: no root, no privilege escalation, no capabilities, and the
 * seccomp profile `RuntimeDefault`.
 *
 * Spin listens on port 80, so the sysctl `net.ipv4.ip_unprivileged_port_start` allows that to every user in the pod.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export interface RestrictedSecurityContext {
  /**
   * User ID (`runAsUser`) of the process, which an image of Spin does not have. A whole number, 1 or more.
   *
   * @default 65532
   */
  readonly user?: number;

  /**
   * Group ID (`runAsGroup`) of the process. A whole number, 1 or more.
   *
   * @default - the number of the user
   */
  readonly group?: number;

  /**
   * Group ID of the volumes (`fsGroup`), if the app writes to some. A whole number, 1 or more.
   *
   * @default - the volumes keep their group
   */
  readonly fsGroup?: number;

  /**
   * Read-only root filesystem. Spin's default stores and databases are files in it.
   *
   * @default false
   */
  readonly readOnlyRootFilesystem?: boolean;
}

const DEFAULT_USER = 65532;

export function checkSecurityContext(problems: Problems, { user, group, fsGroup }: RestrictedSecurityContext): void {
  for (const [name, id] of Object.entries({ user, group, fsGroup })) {
    problems.at(name).require(id, wholeNumber(1));
  }
}

/** Security context of the pod. */
export function renderPodSecurityContext({
  user = DEFAULT_USER,
  group = user,
  fsGroup,
}: RestrictedSecurityContext): object {
  return {
    fsGroup,
    runAsGroup: group,
    runAsNonRoot: true,
    runAsUser: user,
    seccompProfile: { type: kplus.SeccompProfileType.RUNTIME_DEFAULT },
    sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }],
  };
}

/** Security context of the container. */
export function renderContainerSecurityContext({ readOnlyRootFilesystem = false }: RestrictedSecurityContext): object {
  return {
    allowPrivilegeEscalation: false,
    capabilities: { drop: [kplus.Capability.ALL] },
    readOnlyRootFilesystem,
  };
}
