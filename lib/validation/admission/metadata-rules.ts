import { isDnsSubdomain, isServiceName } from '../../private/names';
import { field, list, Manifest } from '../../synth/manifest';
import { checkEntryKeys, fieldCheck, placesAt, repeatedNames } from '../fields';
import { Problem } from '../problems';
import { ANNOTATION_KEY, isEmpty, LABEL_VALUE, OBJECT_NAME, QUALIFIED_NAME } from '../requirement';
import { checkExists } from './references';
import { Rule, SOURCES, SPIN_APP, SPINKUBE, Surroundings } from './rule';

/** Maximum length of a name: label keys have at most 63 characters, and the operator uses `app.<name>.status` as one. */
export const MAX_NAME_LENGTH = 63 - 'app..status'.length;

const checkServiceAccountName = fieldCheck([['serviceAccountName', OBJECT_NAME]]);
const checkPodLabels = fieldCheck([['podLabels.*', LABEL_VALUE]]);

/** Fields with annotations. */
export const ANNOTATIONS = ['deploymentAnnotations', 'podAnnotations', 'serviceAnnotations'];

/** Rules for the names, labels and references of a SpinApp, which become those of a Deployment and a Service. */
export const METADATA_RULES: readonly Rule[] = [
  {
    ...SPIN_APP,
    name: 'spin-app-name',
    level: 'warning',
    description:
      'The name must have at most 52 characters, begin with a letter and contain no dots. Otherwise the operator creates no Deployment, or no Service.',
    source: SOURCES.names,
    check: ({ metadata: { name } }) => (typeof name === 'string' ? checkSpinAppName(name) : []),
  },
  {
    ...SPIN_APP,
    groups: [SPINKUBE],
    since: 'v0.5.0',
    about: ['serviceAccountName'],
    name: 'spin-app-service-account',
    level: 'warning',
    description:
      'The service account must have a valid name, and must exist, which is checked with `--complete`. Otherwise Kubernetes rejects the Deployment or the pods.',
    source: SOURCES.serviceAccounts,
    check: checkServiceAccount,
  },
  {
    ...SPIN_APP,
    groups: [SPINKUBE],
    about: ['podLabels'],
    name: 'spin-app-pod-labels',
    level: 'warning',
    description: '`podLabels` must have valid keys and values. Otherwise Kubernetes rejects the Deployment.',
    source: SOURCES.labels,
    check: ({ spec }) => [
      ...checkEntryKeys({ path: 'spec', value: spec }, 'podLabels', QUALIFIED_NAME),
      ...checkPodLabels({ path: 'spec', value: spec }),
    ],
  },
  {
    ...SPIN_APP,
    about: ['imagePullSecrets'],
    name: 'spin-app-image-pull-secrets',
    level: 'warning',
    description: 'The names in `imagePullSecrets` must be unique. Otherwise the operator does not create a Deployment.',
    source: SOURCES.images,
    check: ({ spec }) =>
      // Items without a name all have the same, empty one.
      repeatedNames(
        list(spec, 'imagePullSecrets').map((secret) => ({ name: field(secret, 'name') ?? '' })),
        'spec.imagePullSecrets',
      ),
  },
  {
    ...SPIN_APP,
    about: ANNOTATIONS,
    name: 'spin-app-annotation-keys',
    level: 'warning',
    description: 'Annotations must have valid keys. Otherwise Kubernetes rejects the Deployment or the Service.',
    source: SOURCES.annotations,
    check: ({ spec }) =>
      ANNOTATIONS.flatMap((property) => checkEntryKeys({ path: 'spec', value: spec }, property, ANNOTATION_KEY)),
  },
];

/** Every namespace has the service account `default`. */
function checkServiceAccount(app: Manifest, surroundings: Surroundings): Problem[] {
  const spec = { path: 'spec', value: app.spec };
  const malformed = checkServiceAccountName(spec);
  const named = placesAt(spec, 'serviceAccountName').filter(({ value }) => !isEmpty(value) && value !== 'default');
  return malformed.length > 0
    ? malformed
    : named.flatMap((place) => checkExists('ServiceAccount', place, app, surroundings));
}

/** The API server accepts such names, but the operator then creates no Deployment, or no Service. */
export function checkSpinAppName(name: string): Problem[] {
  const path = 'metadata.name';
  if (name.length > MAX_NAME_LENGTH) {
    const text = `must be at most ${MAX_NAME_LENGTH} characters: the operator makes it part of a label key`;
    return [{ path, value: name, text, remedy: 'choose a shorter name' }];
  }
  // Names that no object can have are reported by another rule.
  if (isDnsSubdomain(name) && !isServiceName(name)) {
    const text = 'is not a valid Service name: use lower-case letters, digits and dashes, and begin with a letter';
    return [{ path, value: name, text, remedy: 'the Service and the container have the same name' }];
  }
  return [];
}
