import { isQualifiedName } from '../../private/names';
import { field, Manifest } from '../../synth/manifest';
import { checkEntryKeys, fieldCheck, Place, placesAt } from '../fields';
import { Problem, Finding } from '../problems';
import {
  ANNOTATION_KEY,
  DNS_LABEL,
  isEmpty,
  LABEL_VALUE,
  NEEDED,
  ofText,
  QUALIFIED_NAME,
  Requirement,
} from '../requirement';
import { perKind } from '../per-kind';
import { checkFieldAgainst } from './check-schema';
import { nameRequirement, needsName } from './object-names';
import { StructuralSchema, readSchema } from './structural-schema';

/** Rule for metadata that is not valid, apart from its types. */
export const METADATA_RULE = 'metadata';

/** Maximum size of all keys and values of annotations, in bytes. */
const MOST_ANNOTATIONS = 256 * 1024;

const TEXT: StructuralSchema = { type: 'string' };
const TEXTS: StructuralSchema = { type: 'object', additionalProperties: TEXT };
const FLAG: StructuralSchema = { type: 'boolean' };
const TIME: StructuralSchema = { type: 'string', format: 'date-time' };
const NUMBER: StructuralSchema = { type: 'integer', format: 'int64' };

const OWNER: StructuralSchema = {
  type: 'object',
  properties: { apiVersion: TEXT, kind: TEXT, name: TEXT, uid: TEXT, controller: FLAG, blockOwnerDeletion: FLAG },
};

/** The fields of `metadata`. Users only write the first few. */
const METADATA: StructuralSchema = {
  type: 'object',
  properties: {
    name: TEXT,
    generateName: TEXT,
    namespace: TEXT,
    labels: TEXTS,
    annotations: TEXTS,
    finalizers: { type: 'array', items: TEXT },
    ownerReferences: { type: 'array', items: OWNER },
    uid: TEXT,
    resourceVersion: TEXT,
    generation: NUMBER,
    creationTimestamp: TIME,
    deletionTimestamp: TIME,
    deletionGracePeriodSeconds: NUMBER,
    managedFields: {
      type: 'array',
      items: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    },
    selfLink: TEXT,
  },
};

/** A schema for `metadata` alone. */
const SCHEMA = readSchema({ type: 'object', properties: { metadata: METADATA } });

/** A prefix of a name may end with a dash, because the API server appends a suffix. */
function ofPrefix({ accepts, ...requirement }: Requirement): Requirement {
  return {
    ...requirement,
    accepts: (prefix) => accepts(typeof prefix === 'string' ? prefix.replace(/(?<=.)-$/, '') : prefix),
  };
}

/** The checks of the names of a kind. */
function nameChecks(apiVersion: string, kind: string): MetadataCheck[] {
  const requirement = nameRequirement(apiVersion, kind);
  const check = fieldCheck([
    ['name', requirement],
    ['generateName', ofPrefix(requirement)],
  ]);
  return needsName(apiVersion, kind) ? [checkHasName, check] : [check];
}

const FINALIZER: Requirement = {
  ...QUALIFIED_NAME,
  accepts: (name) => typeof name !== 'string' || isQualifiedName(name),
};

const API_VERSION = ofText(
  (version) => /^([^/]*\/)?[^/]+$/.test(version),
  'is not a valid API version',
  'use v1, or a group and a version such as apps/v1',
);

const NO_EVENT: Requirement = {
  accepts: (owner) => !(field(owner, 'kind') === 'Event' && field(owner, 'apiVersion') === 'v1'),
  text: 'cannot be an Event',
  remedy: 'use another owner',
};

const ONE_CONTROLLER: Requirement = {
  accepts: (owners) =>
    !Array.isArray(owners) || owners.filter((owner) => field(owner, 'controller') === true).length < 2,
  text: 'can have only one controller',
  remedy: 'remove the others',
};

const checkIsNamed = fieldCheck([['name', NEEDED]]);

function checkHasName(metadata: Place): Problem[] {
  return isEmpty(field(metadata.value, 'generateName')) ? checkIsNamed(metadata) : [];
}

const checkFields = fieldCheck([
  ['namespace', DNS_LABEL],
  ['finalizers.*', FINALIZER],
  ...['apiVersion', 'kind', 'name', 'uid'].map((name) => [`ownerReferences.*.${name}`, NEEDED] as const),
  ['ownerReferences.*.apiVersion', API_VERSION],
  ['ownerReferences.*', NO_EVENT],
  ['ownerReferences', ONE_CONTROLLER],
  ['labels.*', LABEL_VALUE],
]);

/**
 * Checks the metadata of any object as an API server does.
 *
 * @param object the object
 * @param isBuiltIn whether its kind is built into Kubernetes, which takes null for a zero value there
 */
export function checkMetadata(object: Manifest, isBuiltIn = false): Finding[] {
  const metadata = { path: 'metadata', value: object.metadata };
  const findings = checkFieldAgainst(SCHEMA, object, 'metadata', isBuiltIn);
  for (const check of checksOf(object.apiVersion, object.kind)) {
    for (const breach of check(metadata)) {
      findings.push({ level: 'error', rule: METADATA_RULE, ...breach });
    }
  }
  return findings;
}

type MetadataCheck = (metadata: Place) => Problem[];

const CHECKS: readonly MetadataCheck[] = [
  checkFields,
  (metadata) => checkEntryKeys(metadata, 'labels', QUALIFIED_NAME),
  (metadata) => checkEntryKeys(metadata, 'annotations', ANNOTATION_KEY),
  checkSize,
];

/** The checks of each kind, which are made once. */
const checksOf = perKind((apiVersion, kind) => [...nameChecks(apiVersion, kind), ...CHECKS]);

function checkSize(metadata: Place): Problem[] {
  if (isEmpty(field(metadata.value, 'annotations'))) {
    return [];
  }
  return placesAt(metadata, 'annotations').flatMap(({ path, value }) => {
    const texts = Object.entries(value ?? {})
      .flat()
      .filter((text) => typeof text === 'string');
    const size = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    const text = `must not exceed ${MOST_ANNOTATIONS} bytes in total`;
    return size > MOST_ANNOTATIONS ? [{ path, value: `${size} bytes`, text, remedy: 'use a ConfigMap' }] : [];
  });
}
