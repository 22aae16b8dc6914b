import { resource } from '../kubectl/shell';
import { KnownKind } from './known-kind';

/** ScaledObject of KEDA. Flux considers one without a status ready. Argo CD has a health check for it. */
export const SCALED_OBJECT: KnownKind = {
  apiVersion: 'keda.sh/v1alpha1',
  kind: 'ScaledObject',
  kubectl: {
    waits: (object) => [{ call: ['wait_for', 'condition=Ready', object.namespace ?? ''], resource: resource(object) }],
  },
  flux: () => ({ current: "status.conditions.exists(c, c.type == 'Ready' && c.status == 'True')" }),
};
