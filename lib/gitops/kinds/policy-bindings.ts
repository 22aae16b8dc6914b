import { MUTATING_ADMISSION_POLICY_BINDING, VALIDATING_ADMISSION_POLICY_BINDING } from '../../synth/admission-policies';
import { KnownKind } from './known-kind';

/** Bindings of admission policies. They have no status; Argo CD and Flux pause between stages for longer than kubectl. */
export const POLICY_BINDINGS: readonly KnownKind[] = [
  MUTATING_ADMISSION_POLICY_BINDING,
  VALIDATING_ADMISSION_POLICY_BINDING,
].map((kind) => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind,
  kubectl: { waits: () => [{ call: ['policies_loaded'] }] },
}));
