/** RFC 1123 label: what Kubernetes wants of container names, namespaces, most names. */
export function isDnsLabel(name: string): boolean {
  return /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name);
}

/** RFC 1035 label: what Kubernetes wants of a Service, which must begin with a letter. */
export function isServiceName(name: string): boolean {
  return /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name);
}

/** Namespaces that every cluster has. */
export function isBuiltInNamespace(name: string): boolean {
  return name === 'default' || name.startsWith('kube-');
}
