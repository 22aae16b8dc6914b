const DNS_LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';

/** RFC 1123 subdomain, of any length. */
export const DNS_SUBDOMAIN = new RegExp(`^${DNS_LABEL}(\\.${DNS_LABEL})*$`);

/** RFC 1123 label. */
export const DNS_LABEL_PATTERN = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** RFC 1035 label. */
export const SERVICE_NAME_PATTERN = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** Value of a label that is not empty, or the name part of its key. */
export const NAME_PART = /^[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?$/;

/** RFC 1123 label: the name of a container, of a namespace and of much else. */
export function isDnsLabel(name: string): boolean {
  return DNS_LABEL_PATTERN.test(name);
}

/** RFC 1123 subdomain, labels with dots between them: the name of a Secret and of most objects. */
export function isDnsSubdomain(name: string): boolean {
  return name.length <= 253 && DNS_SUBDOMAIN.test(name);
}

/** RFC 1035 label: the name of a Service, which must begin with a letter. */
export function isServiceName(name: string): boolean {
  return SERVICE_NAME_PATTERN.test(name);
}

/**
 * Qualified name as a regular expression, for expressions that the API server evaluates. The prefix of an annotation may have
 * upper-case letters. Its maximum length of 253 characters is left to the API server.
 */
export function qualifiedNamePattern(prefixLetters: 'a-z' | 'A-Za-z' = 'a-z'): string {
  const label = DNS_LABEL.replaceAll('a-z', prefixLetters);
  return `(${label}(\\.${label})*/)?${NAME_PART.source.slice(1, -1)}`;
}

/** Qualified name: the key of a label or annotation, or the name of a resource, with an optional DNS prefix and slash. */
export function isQualifiedName(name: string): boolean {
  const parts = name.split('/');
  const isPrefixed = parts.length === 2;
  return (isPrefixed ? isDnsSubdomain(parts[0]) : parts.length === 1) && NAME_PART.test(parts[parts.length - 1]);
}

/** Value of a label. */
export function isLabelValue(value: string): boolean {
  return value === '' || NAME_PART.test(value);
}

/** Key of a Secret or ConfigMap; it can also be the name of a file. */
export function isDataKey(key: string): boolean {
  return /^[-\w.]{1,253}$/.test(key) && key !== '.' && !key.startsWith('..');
}

/** Namespaces that every cluster has. */
export function isBuiltInNamespace(name: string): boolean {
  return name === 'default' || name.startsWith('kube-');
}

/** Tells if Kubernetes reserves the key of a node label. */
export function isKubernetesKey(key: string): boolean {
  return /(^|\.)kubernetes\.io\//.test(key);
}

/** Tells if Kubernetes or Gardener sets a node label, so that users do not have to. */
export function isOwnKey(key: string): boolean {
  return isKubernetesKey(key) || /(^|\.)worker\.gardener\.cloud\//.test(key);
}
