import { Manifest } from '../lib/synth/manifest';

/** A SpinApp that sets most of its fields. */
export function fullSpinApp(index: number): Manifest {
  const name = `app-${index}`;
  return {
    apiVersion: 'core.spinkube.dev/v1alpha1',
    kind: 'SpinApp',
    metadata: { name, namespace: 'shop' },
    spec: {
      image: `ghcr.io/example/${name}:v1`,
      executor: 'containerd-shim-spin',
      replicas: 2,
      checks: { readiness: { httpGet: { path: '/healthz', httpHeaders: [] } } },
      variables: [
        { name: 'log_level', value: 'info' },
        { name: 'pin', valueFrom: { secretKeyRef: { name: 'shop', key: 'pin' } } },
      ],
      runtimeConfig: {
        keyValueStores: [
          {
            name: 'default',
            type: 'redis',
            options: [{ name: 'url', valueFrom: { secretKeyRef: { name: 'shop', key: 'url' } } }],
          },
        ],
      },
      resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } },
      invocationLimits: { memory: '32Mi' },
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
      volumeMounts: [{ name: 'data', mountPath: '/data' }],
      podLabels: { team: 'shop' },
    },
  };
}
