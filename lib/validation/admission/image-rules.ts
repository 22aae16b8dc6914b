import { Manifest } from '../../synth/manifest';
import { fieldTest, placesAt } from '../fields';
import { Problem } from '../problems';
import { isEmpty, NEEDED, Requirement, TRIMMED } from '../requirement';
import { Rule, SOURCES, SPIN_APP, SPINKUBE, SPINOPERATOR } from './rule';

const DESCRIPTION =
  'An image must be a valid reference: `registry/name:tag` or `registry/name@sha256:…`, without a scheme, in lower case except for the tag. Otherwise the pods stay in InvalidImageName.';

/** Kinds with pods, and the path of the pod. */
const WORKLOADS: readonly [kind: string, group: string, pod: string][] = [
  ...['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'].map((kind): [string, string, string] => [
    kind,
    'apps',
    'spec.template.spec',
  ]),
  ['CronJob', 'batch', 'spec.jobTemplate.spec.template.spec'],
  ['Job', 'batch', 'spec.template.spec'],
  ['Pod', '', 'spec'],
];

/** Rules for references to images. */
export const IMAGE_RULES: readonly Rule[] = [
  imageRule('spin-app-image', SPIN_APP.kind, SPIN_APP.groups, ['spec.image']),
  imageRule('executor-image', 'SpinAppExecutor', [SPINKUBE, SPINOPERATOR], ['spec.deploymentConfig.spinImage']),
  ...WORKLOADS.map(([kind, group, pod]) =>
    imageRule(
      `${kind.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}-image`,
      kind,
      [group],
      [`${pod}.containers.*.image`, `${pod}.initContainers.*.image`],
    ),
  ),
];

function imageRule(name: string, kind: string, groups: readonly string[], paths: readonly string[]): Rule {
  const problemOf = (image: unknown) => imageProblem(image, kind === SPIN_APP.kind ? NEEDED : undefined);
  const areValid = fieldTest(paths.map((path) => [path, { accepts: (image) => problemOf(image) === undefined }]));
  return {
    kind,
    groups,
    name,
    level: 'warning',
    description: DESCRIPTION,
    source: SOURCES.images,
    check: (object: Manifest) =>
      areValid(object)
        ? []
        : paths.flatMap((path) =>
            placesAt({ path: '', value: object }, path).flatMap(({ path: at, value }): Problem[] => {
              const problem = problemOf(value);
              return problem ? [{ path: at, value, ...problem }] : [];
            }),
          ),
  };
}

const NAME = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const HOST = '(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\\.?)+(?::\\d+)?|\\[[0-9a-fA-F:]+\\](?::\\d+)?';
const TAG = '\\w[\\w.-]{0,127}';
const DIGEST = 'sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}';

/** A valid reference to an image. */
export const REFERENCE = new RegExp(`^(?:(?:${HOST})/)?${NAME}(?:/${NAME})*(?::${TAG})?(?:@(?:${DIGEST}))?$`);

/** A part that something else fills in: `ghcr.io/<username>/app`, `app:${TAG}`. */
const TEMPLATE = /<[^<>]+>|\$\{[^{}]+\}|\{\{/;

/** The rule that a reference to an image breaks; undefined if it is valid, or missing where that is not this rule's concern. */
function imageProblem(image: unknown, ifMissing?: Requirement): Pick<Problem, 'remedy' | 'text'> | undefined {
  if (isEmpty(image)) {
    return ifMissing;
  }
  if (typeof image !== 'string' || REFERENCE.test(image) || TEMPLATE.test(image)) {
    return undefined;
  }
  if (!TRIMMED.accepts(image)) {
    return TRIMMED;
  }
  const [scheme] = /^[a-z][a-z0-9+.-]*:\/\//i.exec(image) ?? [];
  if (scheme !== undefined) {
    return { text: 'is not a valid image: it must not have a scheme', remedy: `remove ${scheme}` };
  }
  if (image.includes('@')) {
    return { text: 'is not a valid image: its digest is not valid', remedy: 'use sha256: and 64 hexadecimal digits' };
  }
  const lowered = image.replace(/^[^:@]*/, (name) => name.toLowerCase());
  if (REFERENCE.test(lowered)) {
    return { text: 'is not a valid image: its name must be in lower case', remedy: `use ${lowered}` };
  }
  return { text: 'is not a valid image', remedy: 'use the form registry/name:tag or registry/name@sha256:…' };
}
