import { field } from '../../synth/manifest';
import { call, resource } from '../kubectl/shell';
import { KnownKind } from './known-kind';

/** Flux considers an object without a status ready, and cert-manager takes a moment to write one. */
const READY = { current: "status.conditions.exists(c, c.type == 'Ready' && c.status == 'True')" };

/** Certificate, ClusterIssuer and Issuer of cert-manager. Argo CD has health checks for them. */
export const CERT_MANAGER_KINDS: KnownKind[] = ['Certificate', 'ClusterIssuer', 'Issuer'].map((kind) => ({
  apiVersion: 'cert-manager.io/v1',
  kind,
  kubectl: {
    waits: (object) => [{ call: ['wait_for', 'condition=Ready', object.namespace ?? ''], resource: resource(object) }],
    // cert-manager leaves the Secret of a Certificate.
    ...(kind === 'Certificate' && {
      removal: (object) => [
        call('gone', object.namespace ?? '', resource(object)),
        call('gone', object.namespace ?? '', `secret/${String(field(object.manifest, 'spec', 'secretName'))}`),
      ],
    }),
  },
  flux: () => READY,
}));
