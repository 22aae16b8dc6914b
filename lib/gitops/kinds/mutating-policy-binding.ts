import { MUTATING_ADMISSION_POLICY_BINDING } from '../../synth/mutating-policies';
import { call } from '../kubectl/shell';
import { KnownKind } from './known-kind';

/** Binding of a MutatingAdmissionPolicy. It has no status; Argo CD and Flux pause between stages for longer than kubectl. */
export const MUTATING_POLICY_BINDING: KnownKind = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: MUTATING_ADMISSION_POLICY_BINDING,
  kubectl: { waitsForAll: () => [call('policies_loaded')] },
};
