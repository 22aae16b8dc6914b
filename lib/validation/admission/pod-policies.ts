import { MUTATING_ADMISSION_POLICY, MUTATING_ADMISSION_POLICY_BINDING } from '../../synth/admission-policies';
import { field, groupOf, list, Manifest } from '../../synth/manifest';
import { Surroundings } from './rule';

interface Labels {
  readonly [key: string]: unknown;
}

/** The MutatingAdmissionPolicies that are bound to the pods of a SpinApp. */
export function policiesFor(app: Manifest, { having, named }: Surroundings): readonly Manifest[] {
  const { name, namespace = 'default' } = app.metadata;
  const group = groupOf(app);
  const podLabels = labelsAt(app.spec, 'podLabels');
  const pod = { ...podLabels, [`${group}/app-name`]: name, [`${group}/app.${name}.status`]: 'ready' };
  const labels = labelsAt(named('Namespace', namespace)[0]?.metadata, 'labels');
  const around = { ...labels, 'kubernetes.io/metadata.name': namespace };
  const keys = [ANY, ...[pod, around].flatMap((some) => Object.entries(some).map(keyOfLabel))];
  return keys
    .flatMap((key) => having(MUTATING_ADMISSION_POLICY_BINDING, undefined, labelNeededBy, key))
    .filter(({ spec }) => isSelected(around, field(spec, 'matchResources', 'namespaceSelector')))
    .filter(({ spec }) => isSelected(pod, field(spec, 'matchResources', 'objectSelector')))
    .flatMap(({ spec }) => named(MUTATING_ADMISSION_POLICY, String(field(spec, 'policyName'))));
}

/** Stands for any label. */
const ANY = '';

function keyOfLabel(label: readonly [string, unknown]): string {
  return JSON.stringify(label);
}

/** A label without which a binding selects neither pod nor namespace. */
function labelNeededBy({ spec }: Manifest): string | string[] {
  const selectors = ['objectSelector', 'namespaceSelector'].map((name) => field(spec, 'matchResources', name));
  const [label] = selectors.flatMap((selector) => Object.entries(labelsAt(selector, 'matchLabels')));
  const [among] = selectors
    .flatMap((selector) => list(selector, 'matchExpressions'))
    .filter((one) => field(one, 'operator') === 'In');
  if ((label as typeof label | undefined) !== undefined) {
    return keyOfLabel(label);
  }
  const values = new Set(list(among, 'values'));
  return among === undefined ? ANY : [...values].map((value) => keyOfLabel([String(field(among, 'key')), value]));
}

function labelsAt(value: unknown, name: string): Labels {
  return { ...(field(value, name) as Labels | undefined) };
}

/** Tells if a label selector selects an object with these labels. */
function isSelected(labels: Labels, selector: unknown): boolean {
  return (
    Object.entries(labelsAt(selector, 'matchLabels')).every(([key, value]) => labels[key] === value) &&
    list(selector, 'matchExpressions').every((one) => isMet(labels[String(field(one, 'key'))], one))
  );
}

function isMet(value: unknown, expression: unknown): boolean {
  switch (field(expression, 'operator')) {
    case 'In':
      return list(expression, 'values').includes(value);
    case 'NotIn':
      return !list(expression, 'values').includes(value);
    case 'Exists':
      return value !== undefined;
    default:
      return value === undefined;
  }
}
