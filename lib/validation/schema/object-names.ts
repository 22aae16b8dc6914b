import { groupOf } from '../../synth/manifest';
import { OBJECT_NAME, ofText, Requirement } from '../requirement';

/** Kinds by API group whose names may be anything that fits into a path: `system:node`. */
const ANY_NAME: { readonly [group: string]: readonly string[] | undefined } = {
  'apiregistration.k8s.io': ['APIService'],
  'certificates.k8s.io': ['ClusterTrustBundle'],
  'networking.k8s.io': ['IPAddress'],
  'rbac.authorization.k8s.io': ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
};

const PATH_SEGMENT = ofText(
  (name) => !/[/%]/.test(name) && name !== '.' && name !== '..',
  "is not a valid name: it must not contain '/' or '%'",
  'choose another name',
);

/** Minimum requirement of the API server for the names of a kind. */
export function nameRequirement(apiVersion: string, kind: string): Requirement {
  return ANY_NAME[groupOf({ apiVersion })]?.includes(kind) === true ? PATH_SEGMENT : OBJECT_NAME;
}

/** Groups whose objects are questions, which are answered and not stored. */
const QUESTIONS = ['authentication.k8s.io', 'authorization.k8s.io'];

/** Tells if the objects of a kind must have a name. A LimitRange without one gets one. */
export function needsName(apiVersion: string, kind: string): boolean {
  return !QUESTIONS.includes(groupOf({ apiVersion })) && !(apiVersion === 'v1' && kind === 'LimitRange');
}
