import { isQualifiedName } from '../../private/names';
import { field } from '../../synth/manifest';
import { FieldRequirement } from '../fields';
import { parseQuantity } from '../quantity';
import { NEEDED, ofText, Requirement } from '../requirement';

/** Whether a path is that of a label or annotation: `metadata.labels['app']`. */
export function isLabelPath(path: string): boolean {
  const [, kind, key] = /^metadata\.(labels|annotations)\['([^']+)'\]$/.exec(path) ?? ['', '', ''];
  return isQualifiedName(kind === 'labels' ? key : key.toLowerCase());
}

const RESOURCE_NAME = /^(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-\w+)$/;

const RESOURCE = ofText(
  (name) => RESOURCE_NAME.test(name),
  'is no resource of a container',
  'name one such as limits.cpu or requests.memory',
);

/** The unit fits the resource; 0 counts as not given. */
const DIVISOR: Requirement = {
  accepts: (reference) => {
    const divisor = field(reference, 'divisor');
    const resource = String(field(reference, 'resource'));
    const isGiven = typeof divisor === 'string' || typeof divisor === 'number';
    const units = resource.endsWith('.cpu') ? /^1m?$/ : /^1([kMGTPE]|[KMGTPE]i)?$/;
    const isUnit = isGiven && (parseQuantity(divisor) === 0n || units.test(String(divisor)));
    return !isGiven || !RESOURCE_NAME.test(resource) || isUnit;
  },
  text: 'has a divisor that is no unit of it: 1m or 1 for CPU, 1, 1k, 1M, 1Ki, 1Mi and so on for the others',
  remedy: 'choose one of them',
};

/** What Kubernetes asks of a reference to a resource of a container, for a variable or a file. */
export const RESOURCE_FIELDS: readonly FieldRequirement[] = [
  ['resourceFieldRef.resource', NEEDED],
  ['resourceFieldRef.resource', RESOURCE],
  ['resourceFieldRef', DIVISOR],
];
