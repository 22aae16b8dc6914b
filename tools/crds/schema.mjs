// Transforms a CRD between controller-gen and the file.

/** Calls visit for each schema node; a property may itself be called "description", so names and nodes are kept apart. */
function walk(schema, visit, path = '') {
  visit(schema, path);
  for (const [child, at] of valuesBelow(schema, path)) walk(child, visit, at);
  for (const child of alternatives(schema)) walk(child, visit, path);
}

/** Calls visit for each schema node of a value, but not for alternatives (`anyOf`), which cannot have a description. */
function walkValues(schema, visit, path = '') {
  visit(schema, path);
  for (const [child, at] of valuesBelow(schema, path)) walkValues(child, visit, at);
}

function valuesBelow(schema, path) {
  const below = (name) => (path ? `${path}.${name}` : name);
  return [
    ...Object.entries(schema.properties ?? {}).map(([name, child]) => [child, below(name)]),
    ...Object.values(schema.patternProperties ?? {}).map((child) => [child, `${path}[]`]),
    ...['items', 'additionalProperties']
      .filter((key) => schema[key] && typeof schema[key] === 'object')
      .map((key) => [schema[key], `${path}[]`]),
  ];
}

function alternatives(schema) {
  return [schema.not, ...['allOf', 'anyOf', 'oneOf'].flatMap((key) => schema[key] ?? [])].filter(Boolean);
}

const schemaOf = (version) => version.schema.openAPIV3Schema;

/**
 * Removes upstream texts: descriptions, including those of printer columns, and messages of CEL rules. For a rule without
 * a message, the API server reports the expression; a rule of several lines must have a message.
 */
export function removeTexts(crd, { cel, to, path }) {
  for (const version of crd.spec.versions) {
    for (const column of version.additionalPrinterColumns ?? []) delete column.description;
    walk(schemaOf(version), (node) => {
      delete node.description;
      if (to === 'schemas' && !cel) delete node['x-kubernetes-validations']; // `cdk8s import` does not read them
      for (const rule of node['x-kubernetes-validations'] ?? []) {
        if (rule.rule.includes('\n')) throw new Error(`${path}: add our own message for the rule ${rule.rule}`);
        delete rule.message;
      }
    });
  }
}

/** A file of overlay/: our own descriptions of fields by kind, and facts that upstream keeps outside of its Go types. */
export class Overlay {
  constructor(name, kinds) {
    this.name = name;
    this.kinds = kinds;
    this.used = new Set();
  }

  /** Descriptions that match no field in any group, which reveals renamed fields. */
  unusedPaths() {
    return Object.entries(this.kinds)
      .flatMap(([kind, { docs = {} }]) => Object.keys(docs).map((path) => `${kind} ${path}`))
      .filter((path) => !this.used.has(path))
      .map((path) => `overlay/${this.name}.yaml: no schema has the field ${path}`);
  }
}

/**
 * Applies overlays to a CRD.
 *
 * A path that begins with `*.` describes every field whose path ends with the rest. The longest match wins, and among
 * equal paths that of the later overlay.
 */
export function applyOverlays(crd, overlays) {
  const { kind } = crd.spec.names;
  const docs = [...overlays]
    .reverse()
    .flatMap((overlay) => Object.entries(overlay.kinds[kind]?.docs ?? {}).map(([path, text]) => ({ overlay, path, text })))
    .sort((a, b) => b.path.length - a.path.length);
  for (const { spec = {} } of overlays.map(({ kinds }) => kinds[kind] ?? {})) merge(crd.spec, spec);
  for (const version of crd.spec.versions) {
    for (const { version: facts = {} } of overlays.map(({ kinds }) => kinds[kind] ?? {})) merge(version, facts);
    walkValues(schemaOf(version), (node, path) => {
      const found = docs.find((candidate) => fits(candidate.path, path || '.'));
      if (found === undefined) return;
      found.overlay.used.add(`${kind} ${found.path}`);
      describe(node, found.text.trim());
    });
  }
}

function fits(pattern, path) {
  return pattern.startsWith('*.') ? path.endsWith(pattern.slice(1)) : path === pattern;
}

function merge(into, from) {
  for (const [key, value] of Object.entries(from)) {
    if (value && typeof value === 'object' && !Array.isArray(value) && into[key]) merge(into[key], value);
    else into[key] = value;
  }
}

/**
 * Appends the default to our descriptions, because `cdk8s import` ignores `default:` but turns "Defaults to X"
 * into `@default X`. It swallows any sign or quote before the first letter or digit, so such defaults are left out.
 */
export function nameDefaults(crd) {
  for (const version of crd.spec.versions) {
    walk(schemaOf(version), (node) => {
      const simple = ['string', 'number', 'boolean'].includes(typeof node.default);
      if (node.description && simple && /^\w/.test(String(node.default))) {
        describe(node, `${node.description}\n\nDefaults to ${node.default}`);
      }
    });
  }
}

/** Keeps a field but drops its type, so that `cdk8s import` generates `any`. For schemas only. */
export function forgetType(crd, field, { path }) {
  for (const version of crd.spec.versions) {
    let found = false;
    walk(schemaOf(version), (node, at) => {
      if (at !== field) return;
      found = true;
      for (const key of Object.keys(node)) if (key !== 'description') delete node[key];
      node['x-kubernetes-preserve-unknown-fields'] = true;
    });
    if (!found) throw new Error(`${path}: ${crd.spec.names.kind} has no field ${field}`);
  }
}

/** Makes a field optional that the Go types require: `spec.kubernetes`. */
export function makeOptional(crd, field, { path }) {
  const name = field.split('.').pop();
  const parent = field.slice(0, -name.length - 1);
  for (const version of crd.spec.versions) {
    let found = false;
    walk(schemaOf(version), (node, at) => {
      if (at !== parent || !node.required?.includes(name)) return;
      found = true;
      node.required = node.required.filter((one) => one !== name);
      if (node.required.length === 0) delete node.required;
    });
    if (!found) throw new Error(`${path}: ${crd.spec.names.kind} does not require ${field}`);
  }
}

/** Puts the description first, so that its position does not depend on when it was added. */
function describe(node, description) {
  const rest = Object.entries(node).filter(([key]) => key !== 'description');
  for (const key of Object.keys(node)) delete node[key];
  Object.assign(node, { description }, Object.fromEntries(rest));
}

/** A schema without its descriptions; below `properties`, `description` may be the name of a field. */
export function withoutTexts(schema) {
  const entries = Object.entries(schema).filter(([keyword]) => keyword !== 'description');
  return Object.fromEntries(entries.map(([keyword, value]) => [keyword, NESTED[keyword]?.(value) ?? value]));
}

/** Keywords that contain schemas. */
const NESTED = {
  properties: (fields) => Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, withoutTexts(one)])),
  items: withoutTexts,
  additionalProperties: (value) => (typeof value === 'object' ? withoutTexts(value) : value),
};
