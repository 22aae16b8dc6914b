import { Case } from './case';
import { executor, mount, mounted, spinApp, volume } from './objects';

export const VOLUME_CASES: readonly Case[] = [
  [
    'warning spin-app-volumes',
    spinApp({ volumes: [{ name: 'spin-ca', emptyDir: {} }] }),
    "'spec.volumes[0].name' (spin-ca) is reserved for a volume that the operator adds; choose another name",
    spinApp({ volumes: [{ name: 'spin', emptyDir: {} }] }),
  ],
  [
    'warning spin-app-volumes',
    spinApp({ volumes: [volume(), volume()] }),
    "'spec.volumes[1].name' (a) is used twice, also by spec.volumes[0]; rename one of them",
    spinApp({ volumes: [volume(), { name: 'b', emptyDir: {} }] }),
  ],
  [
    'warning spin-app-volumes',
    spinApp({ volumes: [{ emptyDir: {} }] }),
    "'spec.volumes[0].name' is required; set it",
    spinApp({ volumes: [volume()] }),
  ],
  [
    'warning spin-app-volumes',
    spinApp({ volumes: [{ name: 'A', emptyDir: {} }] }),
    "'spec.volumes[0].name' (A) is not a valid DNS label: use lower-case letters, digits and dashes, at most 63 characters; begin and end it with a letter or digit",
    spinApp({ volumes: [volume()] }),
  ],
  [
    'warning spin-app-volume-sources',
    spinApp({ volumes: [{ name: 'a' }] }),
    `'spec.volumes[0]' ({"name":"a"}) has no source, so it becomes an empty directory; write 'emptyDir: {}' if that is intended`,
    spinApp({ volumes: [volume({ emptyDir: {}, hostPath: null })] }),
  ],
  [
    'warning spin-app-volume-sources',
    spinApp({ volumes: [volume({ emptyDir: {}, hostPath: { path: '/a' } })] }),
    `'spec.volumes[0]' ({"name":"a","emptyDir":{},"hostPath":{"path":"/a"}}) must have exactly one source, but has hostPath, emptyDir; keep one`,
    spinApp({ volumes: [volume({ hostPath: { path: '/a' } })] }),
  ],
  [
    'warning spin-app-volume-mounts',
    mounted({ name: 'b' }),
    "'spec.volumeMounts[0].name' (b) is not a volume of the app; add it to 'spec.volumes'",
    mounted({ name: 'spin-runtime-config' }),
  ],
  [
    'warning spin-app-volume-mounts',
    mounted({ mountPath: '' }),
    "'spec.volumeMounts[0].mountPath' ('') is required; set it",
    mounted({}),
  ],
  [
    'warning spin-app-volume-mounts',
    mounted({ mountPath: '/runtime-config.toml' }),
    "'spec.volumeMounts[0].mountPath' (/runtime-config.toml) is where the operator mounts the runtime configuration; choose another path",
    mounted({ mountPath: '/runtime-config' }),
  ],
  [
    'warning spin-app-volume-mounts',
    spinApp({ volumes: [volume()], volumeMounts: [mount(), mount({ readOnly: true })] }),
    "'spec.volumeMounts[1].mountPath' (/a) is used twice, also by spec.volumeMounts[0]; choose another path",
    spinApp({ volumes: [volume()], volumeMounts: [mount(), mount({ mountPath: '/a/' })] }),
  ],
  [
    'warning spin-app-volume-mounts',
    mounted({ subPath: 'a/../b' }),
    "'spec.volumeMounts[0].subPath' (a/../b) must be a relative path without '..'; it is below where the volume is mounted",
    mounted({ subPath: 'a/..b' }),
  ],
  [
    'warning spin-app-volume-mounts',
    mounted({ subPath: 'a', subPathExpr: 'b' }),
    "'spec.volumeMounts[0].subPathExpr' (b) cannot be set together with subPath; remove one of them",
    mounted({ subPath: '', subPathExpr: 'b' }),
  ],
  [
    'warning spin-app-volume-mounts',
    mounted({ mountPropagation: 'Bidirectional' }),
    "'spec.volumeMounts[0].mountPropagation' (Bidirectional) must be one of None, HostToContainer; choose one of them",
    mounted({ mountPropagation: 'HostToContainer' }),
  ],
  [
    'warning spin-app-volume-mounts',
    mounted({ recursiveReadOnly: 'Enabled' }),
    "'spec.volumeMounts[0].recursiveReadOnly' (Enabled) requires a read-only mount; set readOnly",
    mounted({ recursiveReadOnly: 'Enabled', readOnly: true, mountPropagation: 'None' }),
  ],
  [
    'warning spin-app-volume-mounts',
    mounted({ recursiveReadOnly: 'IfPossible', readOnly: true, mountPropagation: 'HostToContainer' }),
    "'spec.volumeMounts[0].recursiveReadOnly' (IfPossible) cannot be combined with mount propagation; remove one of them",
    mounted({ recursiveReadOnly: 'Disabled', mountPropagation: 'HostToContainer' }),
  ],
  [
    'warning spin-app-volume-mounts',
    mounted({ recursiveReadOnly: '' }),
    "'spec.volumeMounts[0].recursiveReadOnly' ('') must be one of Disabled, IfPossible, Enabled; choose one of them",
    mounted({ recursiveReadOnly: null }),
  ],
  [
    'warning spin-app-volume-mounts',
    mounted({ name: 'spin-ca' }),
    "'spec.volumeMounts[0].name' (spin-ca) is not a volume of the app; add it to 'spec.volumes'",
    mounted({ name: 'spin-runtime-config' }),
    [executor({ deploymentConfig: { runtimeClassName: 'a' } })],
  ],
  [
    'warning spin-app-volume-mounts',
    mounted({ name: 'spin' }),
    "'spec.volumeMounts[0].name' (spin) is not a volume of the app; add it to 'spec.volumes'",
    mounted({ name: 'spin-ca' }),
    [executor({ deploymentConfig: { runtimeClassName: 'a', installDefaultCACerts: true } })],
  ],
];
