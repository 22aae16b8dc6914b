// Makes schemas of the kinds that every cluster has from the OpenAPI documents of Kubernetes.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const HERE = dirname(fileURLToPath(import.meta.url));
const CONTROL_PLANE = join(HERE, '..', '..', 'e2e', 'cluster');
const MODULE = 'k8s.io/kubernetes';

/** The module files that pin the versions of Kubernetes, which the e2e tests build their control planes from. */
const MODULE_FILES = ['go.mod', 'v1.37.mod'];

/** The folder with one folder for each minor version. */
export const BUILT_IN = 'schemas/kubernetes';

/** Definitions that several kinds use. */
export const DEFINITIONS = 'definitions.json';

const REFERENCE = '#/components/schemas/';

/** Types that Go decodes in a way of their own, and how the library checks them. */
const OWN_DECODERS = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': { 'x-kubernetes-int-or-string': true, format: 'quantity' },
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': { 'x-kubernetes-int-or-string': true },
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': { type: 'string', format: 'micro-time' },
  'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1': {},
  'io.k8s.apimachinery.pkg.runtime.RawExtension': {},
};

/** Fields of every object, which are checked elsewhere, and the status, which users do not write. */
const ELSEWHERE = ['apiVersion', 'kind', 'metadata', 'status'];

/** The files with the schemas of each version of Kubernetes, by path. */
export function builtInFiles() {
  const files = new Map();
  for (const { documents, version } of MODULE_FILES.map(readModule)) {
    for (const [name, schema] of builtInSchemas(documents)) {
      files.set(`${BUILT_IN}/${minorOf(version)}/${name}`, `${JSON.stringify(schema)}\n`);
    }
  }
  return files;
}

/** The versions that the schemas are from. */
export function builtInVersions() {
  return MODULE_FILES.map((file) => {
    const text = readFileSync(join(CONTROL_PLANE, file), 'utf8');
    return new RegExp(`${MODULE} (v\\S+)`).exec(text)[1];
  });
}

function readModule(modfile) {
  const text = execFileSync('go', ['mod', 'download', `-modfile=${modfile}`, '-json', MODULE], {
    cwd: CONTROL_PLANE,
    encoding: 'utf8',
    env: { ...process.env, GOWORK: 'off' },
  });
  const { Dir, Version } = JSON.parse(text);
  const folder = join(Dir, 'api', 'openapi-spec', 'v3');
  const names = readdirSync(folder).filter((name) => isServed(name));
  return { version: Version, documents: names.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8'))) };
}

/** Of all API versions, the stable ones are served unless an option says otherwise: `apis__apps__v1_openapi.json`. */
function isServed(name) {
  return /^apis?__(.*__)?v\d+_openapi\.json$/.test(name);
}

function minorOf(version) {
  return version.split('.').slice(0, 2).join('.');
}

/**
 * The schemas of the kinds that OpenAPI documents let one create, and the definitions that several of them use, by file
 * name: `Deployment.apps.v1.json`, `ConfigMap.v1.json`.
 *
 * @param documents OpenAPI v3 documents of API groups in one version
 */
export function builtInSchemas(documents) {
  const all = Object.assign({}, ...documents.map(({ components }) => components?.schemas));
  const kinds = documents.flatMap(kindsIn).sort((one, other) => (one.file < other.file ? -1 : 1));
  const definitions = new Definitions(all);
  const roots = kinds.map(({ file, name }) => [file, rootOf(definitions.get(name))]);
  const uses = definitions.usesFrom(roots.map(([, root]) => root));
  const isShared = (name) => uses.get(name) > 1;
  const shared = [...uses.keys()].filter(isShared).sort();
  return new Map([
    ...roots.map(([file, root]) => [file, definitions.inlined(root, isShared)]),
    [DEFINITIONS, Object.fromEntries(shared.map((name) => [name, definitions.inlined(definitions.get(name), isShared)]))],
  ]);
}

/** The kinds with a collection that objects can be posted to, each with its file and its definition. */
function kindsIn({ paths }) {
  return Object.entries(paths).flatMap(([path, { post }]) => {
    const found = post?.['x-kubernetes-group-version-kind'];
    const { $ref } = Object.values(post?.requestBody?.content ?? {})[0]?.schema ?? {};
    if (!found || !$ref || path.endsWith('}') || /\{name\}/.test(path)) return [];
    const { group, kind, version } = found;
    return [{ file: `${[kind, group, version].filter(Boolean).join('.')}.json`, name: shortName($ref) }];
  });
}

function shortName(reference) {
  return reference.replace(REFERENCE, '').replace(/^io\.k8s\.(api|apimachinery\.pkg\.apis|apiextensions-apiserver\.pkg\.apis|kube-aggregator\.pkg\.apis)\./, '');
}

function rootOf({ properties = {}, required = [], ...schema }) {
  const isHere = (name) => !ELSEWHERE.includes(name);
  const needed = required.filter(isHere);
  return {
    ...schema,
    properties: Object.fromEntries(Object.entries(properties).filter(([name]) => isHere(name))),
    ...(needed.length > 0 && { required: needed }),
  };
}

/** The definitions of the documents, with what Go's decoding and the validation of Kubernetes enforce of them. */
class Definitions {
  constructor(all) {
    const { optional, unknown } = parse(readFileSync(join(HERE, 'built-in.yaml'), 'utf8'));
    this.all = new Map(Object.entries(all).map(([name, schema]) => [shortName(name), schema]));
    this.optional = { ...optional, ...unknown };
    this.known = new Map();
  }

  get(name) {
    const known = this.known.get(name) ?? this.reduced(this.all.get(name), this.optional[name]);
    this.known.set(name, known);
    return known;
  }

  /** A schema without texts, and without what only clients use. */
  reduced(schema, optional = []) {
    const reference = schema.$ref ?? schema.allOf?.[0].$ref;
    if (reference !== undefined) return this.referred(reference.replace(REFERENCE, ''), schema.default);
    const { additionalProperties, format, items, properties, type } = schema;
    const required = (schema.required ?? []).filter((name) => !optional.includes(name));
    return {
      ...(type && { type }),
      ...(format && { format }),
      ...(properties && { properties: mapValues(properties, (one) => this.reduced(one)) }),
      ...(additionalProperties && { additionalProperties: this.reduced(additionalProperties) }),
      ...(items && { items: this.reduced(items) }),
      ...(required.length > 0 && { required }),
    };
  }

  /** A leaf is repeated. Where a field of a struct is missing, Go decodes an empty struct, which may lack something. */
  referred(name, defaultValue) {
    if (OWN_DECODERS[name]) return OWN_DECODERS[name];
    const short = shortName(name);
    const schema = this.all.get(short);
    if (!schema.properties) return this.reduced(schema);
    return { $ref: short, ...(isEmpty(defaultValue) && this.lacksSomething(short) && { default: {} }) };
  }

  /** Tells if an empty struct is not valid. */
  lacksSomething(name) {
    const { properties = {}, required = [] } = this.all.get(name);
    const optional = this.optional[name] ?? [];
    return (
      required.some((field) => !optional.includes(field)) ||
      Object.values(properties).some(({ allOf, default: given }) => {
        const reference = isEmpty(given) ? allOf?.[0].$ref : undefined;
        return reference !== undefined && this.lacksSomething(shortName(reference));
      })
    );
  }

  /** How often each definition is referred to, from schemas and from the definitions that they use. */
  usesFrom(schemas) {
    const uses = new Map();
    const visit = (node) => {
      if (typeof node !== 'object' || node === null) return;
      if (typeof node.$ref === 'string') {
        const before = uses.get(node.$ref) ?? 0;
        uses.set(node.$ref, before + 1);
        if (before === 0) visit(this.get(node.$ref));
      }
      Object.values(node).forEach(visit);
    };
    schemas.forEach(visit);
    return uses;
  }

  /** A schema with the definitions that nothing else uses in their places. */
  inlined(node, isShared) {
    if (Array.isArray(node) || typeof node !== 'object' || node === null) return node;
    const { $ref, ...rest } = node;
    if (typeof $ref === 'string' && !isShared($ref)) return this.inlined({ ...this.get($ref), ...rest }, isShared);
    return mapValues(node, (one) => this.inlined(one, isShared));
  }
}

function isEmpty(value) {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));
}
