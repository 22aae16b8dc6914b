import { isDnsLabel, isQualifiedName } from '../../private/names';
import { field, Manifest } from '../../synth/manifest';
import { fieldPath } from '../field-path';
import { checkFields, Place, placesAt } from '../fields';
import { Breach, Finding } from '../finding';
import { isEmpty, LABEL_VALUE, NEEDED, OBJECT_NAME, ofText, QUALIFIED_NAME, Requirement } from '../requirement';
import { checkAgainst } from './check-schema';
import { StructuralSchema } from './structural-schema';

/** The rule of what is found here beyond types. */
export const METADATA_RULE = 'metadata';

/** The keys and values of annotations may have so many characters together. */
const MOST_ANNOTATIONS = 256 * 1024;

const TEXT: StructuralSchema = { type: 'string' };
const TEXTS: StructuralSchema = { type: 'object', additionalProperties: TEXT };
const ANYTHING: StructuralSchema = { 'x-kubernetes-preserve-unknown-fields': true };

/** The fields of `metadata`, of which users write the first few. */
const SCHEMA: StructuralSchema = {
  type: 'object',
  properties: {
    name: TEXT,
    generateName: TEXT,
    namespace: TEXT,
    labels: TEXTS,
    annotations: TEXTS,
    finalizers: { type: 'array', items: TEXT },
    ownerReferences: ANYTHING,
    uid: ANYTHING,
    resourceVersion: ANYTHING,
    generation: ANYTHING,
    creationTimestamp: ANYTHING,
    deletionTimestamp: ANYTHING,
    deletionGracePeriodSeconds: ANYTHING,
    managedFields: ANYTHING,
    selfLink: ANYTHING,
  },
};

const NAMESPACE = ofText(isDnsLabel, 'is no name of a namespace', 'use lower-case letters, digits and dashes');

/** Annotations may be in capitals where labels may not. */
export const ANNOTATION_KEY: Requirement = {
  ...QUALIFIED_NAME,
  accepts: (key) => isQualifiedName(String(key).toLowerCase()),
};

/** What an API server refuses in the metadata of any object. */
export function checkMetadata(object: Manifest): Finding[] {
  const metadata = { path: 'metadata', value: object.metadata };
  return [
    ...checkAgainst({ type: 'object', properties: { of: SCHEMA } }, { kind: object.kind, of: object.metadata }).map(
      (finding) => ({ ...finding, path: finding.path.replace(/^of/, 'metadata') }),
    ),
    ...[...checkNames(metadata), ...checkSize(metadata)].map((breach): Finding => ({
      level: 'error',
      rule: METADATA_RULE,
      ...breach,
    })),
  ];
}

function checkNames(metadata: Place): Breach[] {
  return [
    ...checkFields(metadata, [
      ...(isEmpty(field(metadata.value, 'generateName')) ? [['name', NEEDED] as const] : []),
      ['name', OBJECT_NAME],
      ['namespace', NAMESPACE],
      ['labels.*', LABEL_VALUE],
    ]),
    ...checkKeys(metadata, 'labels', QUALIFIED_NAME),
    ...checkKeys(metadata, 'annotations', ANNOTATION_KEY),
  ];
}

/** What is wrong with the keys of labels or annotations. */
export function checkKeys(object: Place, property: string, { accepts, remedy, text }: Requirement): Breach[] {
  return placesAt(object, property).flatMap(({ path, value }) =>
    Object.keys(value ?? {})
      .filter((key) => key === '' || !accepts(key))
      .map((key) => ({ path: fieldPath(path, key), value: key, text: `has a key that ${text}`, remedy })),
  );
}

function checkSize(metadata: Place): Breach[] {
  return placesAt(metadata, 'annotations').flatMap(({ path, value }) => {
    const texts = Object.entries(value ?? {})
      .flat()
      .filter((text) => typeof text === 'string');
    const size = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    const text = `are longer than ${MOST_ANNOTATIONS} bytes together`;
    return size > MOST_ANNOTATIONS ? [{ path, value: `${size} bytes`, text, remedy: 'put it into a ConfigMap' }] : [];
  });
}
