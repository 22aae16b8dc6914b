const SPIN_APP = 'SpinApp.core.spinkube.dev';

/** Kinds that a field of any object names, by the field or, for `name`, by the one around it. */
const KINDS: { readonly [field: string]: readonly string[] } = {
  secretName: ['Secret'],
  caCertSecret: ['Secret'],
  loadFromSecret: ['Secret'],
  claimName: ['PersistentVolumeClaim'],
  serviceAccountName: ['ServiceAccount'],
  runtimeClassName: ['RuntimeClass.node.k8s.io'],
  configMap: ['ConfigMap'],
  configMapKeyRef: ['ConfigMap'],
  configMapRef: ['ConfigMap'],
  secret: ['Secret'],
  secretKeyRef: ['Secret'],
  secretRef: ['Secret'],
  imagePullSecrets: ['Secret'],
  nodePublishSecretRef: ['Secret'],
  scaleTargetRef: [SPIN_APP, 'Deployment.apps'],
  service: [SPIN_APP, 'Service'],
  'core.spinkube.dev/app-name': [SPIN_APP],
};

/**
 * The kinds of the object that a text in a manifest may name.
 *
 * @param path names of the fields down to it, without the indexes of lists
 */
export function namedKinds(path: readonly string[]): readonly string[] {
  const [last = '', outer = ''] = [...path].reverse();
  const field = last === 'name' ? outer : last;
  return (last === 'name' || !/^(?:configMap|secret|service)$/.test(field)) && Object.hasOwn(KINDS, field)
    ? KINDS[field]
    : [];
}
