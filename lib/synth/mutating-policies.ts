/** Kind of a policy that changes objects when they are created. */
export const MUTATING_ADMISSION_POLICY = 'MutatingAdmissionPolicy';

/** Kind of the binding of such a policy, which puts it into effect for some objects. */
export const MUTATING_ADMISSION_POLICY_BINDING = 'MutatingAdmissionPolicyBinding';
