import {
  DNS_LABEL_PATTERN,
  DNS_SUBDOMAIN,
  isDataKey,
  isDnsLabel,
  isDnsSubdomain,
  isLabelValue,
  isQualifiedName,
  NAME_PART,
  qualifiedNamePattern,
} from '../private/names';
import { Cel, celText, matching } from './cel/cel';

/** A requirement of Kubernetes for a value. Values of another type are accepted: the schema checks types. */
export interface Requirement {
  readonly accepts: (value: unknown) => boolean;
  readonly text: string;
  readonly remedy: string;

  /** The same in CEL, for a value that is given and not empty: what the API server can check by itself. */
  readonly cel?: Cel;
}

/** A value that is required. Empty values count as missing. */
export const NEEDED: Requirement = {
  accepts: (value) => !isEmpty(value),
  text: 'is required',
  remedy: 'set it',
  cel: () => 'true',
};

export const DNS_LABEL = ofText(
  isDnsLabel,
  'is not a valid DNS label: use lower-case letters, digits and dashes, at most 63 characters',
  'begin and end it with a letter or digit',
  matching(DNS_LABEL_PATTERN),
);

export const OBJECT_NAME = ofText(
  isDnsSubdomain,
  'is not a valid object name: use lower-case letters, digits, dashes and dots, at most 253 characters',
  'begin and end it with a letter or digit',
  (name) => `${matching(DNS_SUBDOMAIN)(name)} && size(${name}) <= 253`,
);

export const DATA_KEY = ofText(
  isDataKey,
  'is not a valid key of a Secret or ConfigMap: use letters, digits, dashes, underscores and dots',
  'name a key that it has',
  (key) => `${matching(/^[-\w.]{1,253}$/)(key)} && ${key} != '.' && !${key}.startsWith('..')`,
);

export const QUALIFIED_NAME = ofText(
  isQualifiedName,
  'is not a valid qualified name: use at most 63 letters, digits, dashes, underscores and dots',
  'it may have a DNS name and a slash as a prefix',
  matching(`^${qualifiedNamePattern()}$`),
);

export const LABEL_VALUE = ofText(
  isLabelValue,
  'is not a valid label value: use at most 63 letters, digits, dashes, underscores and dots, and begin and end with a letter or digit',
  'shorten or change it, or use an annotation',
  matching(NAME_PART),
);

export const FILE_MODE: Requirement = {
  ...between(0, 0o777),
  text: 'must be a file mode from 0 to 511, which is 0777',
  remedy: 'YAML reads 0644 as octal, JSON has no octal numbers',
};

export const NOT_NEGATIVE: Requirement = {
  ...between(0, Infinity),
  text: 'must not be negative',
  remedy: 'give at least 0',
};

/** A path inside a volume. */
export const INNER_PATH = ofText(
  (path) => !path.startsWith('/') && !path.split('/').includes('..'),
  "must be a relative path without '..'",
  'it is below where the volume is mounted',
  (path) => `!${path}.startsWith('/') && !('..' in ${path}.split('/'))`,
);

/** A path inside a volume that Kubernetes itself writes to. */
export const WRITTEN_PATH = ofText(
  (path) => !path.startsWith('/') && !path.split('/').includes('..') && !path.startsWith('..'),
  "must be a relative path without '..' that does not begin with two dots",
  'it is below where the volume is mounted',
  (path) => `!${path}.startsWith('/') && !('..' in ${path}.split('/')) && !${path}.startsWith('..')`,
);

export const ABSOLUTE_PATH = ofText(
  (path) => path.startsWith('/'),
  'must be an absolute path',
  'begin it with a slash',
  (path) => `${path}.startsWith('/')`,
);

export const PATH_WITHOUT_DOTS = ofText(
  (path) => !path.split('/').includes('..'),
  "must not contain '..'",
  'write where the path leads',
  (path) => `!('..' in ${path}.split('/'))`,
);

export const TRIMMED = ofText((text) => text === text.trim(), 'must not begin or end with a space', 'remove it');

/** Key of an annotation. Unlike that of a label, its prefix may have upper-case letters. */
export const ANNOTATION_KEY: Requirement = {
  ...QUALIFIED_NAME,
  accepts: (key) => typeof key !== 'string' || isQualifiedName(key.toLowerCase()),
  cel: matching(`^${qualifiedNamePattern('A-Za-z')}$`),
};

/** One of several values. Empty text counts as missing. */
export function oneOf(...choices: string[]): Requirement {
  const text = `must be one of ${choices.join(', ')}`;
  const cel: Cel = (value) => `${value} in [${choices.map(celText).join(', ')}]`;
  return ofText((value) => choices.includes(value), text, 'choose one of them', cel);
}

/** One of several values. Empty text is not accepted. */
export function oneOfNoneEmpty(...choices: string[]): Requirement {
  return { ...oneOf(...choices), accepts: (value) => typeof value !== 'string' || choices.includes(value) };
}

export function between(least: number, most: number): Requirement {
  return {
    accepts: (value) => typeof value !== 'number' || (value >= least && value <= most),
    text: `must be a number from ${least} to ${most}`,
    remedy: 'choose one of them',
    cel: (value) => `${value} >= ${least}${most === Infinity ? '' : ` && ${value} <= ${most}`}`,
  };
}

/** A requirement for text. Empty text counts as missing. */
export function ofText(accepts: (value: string) => boolean, text: string, remedy: string, cel?: Cel): Requirement {
  return { accepts: (value) => typeof value !== 'string' || value === '' || accepts(value), text, remedy, cel };
}

/** A requirement for text that a regular expression describes. Empty text counts as missing. */
export function ofPattern(pattern: RegExp, text: string, remedy: string): Requirement {
  return ofText((value) => pattern.test(value), text, remedy, matching(pattern));
}

/** The same requirement, but empty text is not accepted: properties of constructs have no zero values. */
export function nonEmpty({ accepts, ...requirement }: Requirement): Requirement {
  return { ...requirement, accepts: (value) => typeof value === 'string' && value !== '' && accepts(value) };
}

/** Tells if a value counts as missing, as it does in Go. */
export function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/** A requirement for text, empty text included. */
export function ofAnyText(accepts: (value: string) => boolean, text: string, remedy: string): Requirement {
  return { accepts: (value) => typeof value !== 'string' || accepts(value), text, remedy };
}

/** Must not be the empty string. */
export const NOT_EMPTY: Requirement = {
  accepts: (value) => value !== '',
  text: 'must not be empty',
  remedy: 'remove it to use the default',
};

/** A whole number, `least` or more, and at most `most` if that is given. */
export function wholeNumber(least: number, most = Infinity): Requirement {
  return {
    accepts: (value) => typeof value !== 'number' || (Number.isInteger(value) && value >= least && value <= most),
    text: `must be a whole number${most === Infinity ? `, ${least} or more` : ` from ${least} to ${most}`}`,
    remedy: 'choose one of them',
  };
}
