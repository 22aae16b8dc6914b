import { isQualifiedName } from '../../private/names';
import { field, Manifest } from '../../synth/manifest';
import { fieldPath } from '../field-path';
import { Problem } from '../problems';
import { parseQuantity } from '../parse-quantity';
import { breach, Place } from '../fields';
import { Rule, SOURCES, SPIN_APP } from './rule';

/** Resources of a container without a domain in their name. */
export const STANDARD = /^(cpu|memory|ephemeral-storage|hugepages-\w+)$/;

/** One unit, in billionths. */
const ONE = 10n ** 9n;

const RESOURCES = { ...SPIN_APP, about: ['resources'] } as const;

/** Rules for the resources of a SpinApp, and for the pod overhead of a RuntimeClass. */
export const RESOURCE_RULES: readonly Rule[] = [
  {
    ...RESOURCES,
    name: 'spin-app-resources',
    level: 'warning',
    description:
      'Requests must not exceed limits, and quantities must not be negative. Otherwise Kubernetes rejects the Deployment.',
    source: SOURCES.resources,
    check: (app) => resourcesOf(app).flatMap(checkAmounts),
  },
  {
    ...RESOURCES,
    name: 'spin-app-extended-resources',
    level: 'warning',
    description:
      'Resources other than `cpu`, `memory` and `ephemeral-storage` must have a limit, and a request must be equal to it; extended resources, such as `nvidia.com/gpu`, must be whole numbers with a domain in their name; huge pages must be whole pages, and require `cpu` or `memory` as well. Otherwise Kubernetes rejects the Deployment.',
    source: SOURCES.resources,
    check: (app) => {
      const resources = resourcesOf(app);
      return [...resources.flatMap(checkExtended), ...checkBesidePages(resources)];
    },
  },
  {
    name: 'runtime-class-overhead',
    level: 'error',
    kind: 'RuntimeClass',
    groups: ['node.k8s.io'],
    description:
      'Pod overhead must be `cpu`, `memory` or other resources of a container, and must not be negative; extended resources must be whole numbers, and huge pages whole pages, which require `cpu` or `memory` as well.',
    source: SOURCES.podOverhead,
    check: (runtimeClass) => {
      const amounts = [...amountsAt(runtimeClass, 'overhead', 'podFixed')].map(([name, limit]) => ({ name, limit }));
      return [...amounts.flatMap(checkAmounts), ...amounts.flatMap(checkExtended), ...checkBesidePages(amounts)];
    },
  },
];

/** A resource with its request and its limit. */
interface Resource {
  readonly name: string;
  readonly request?: Amount;
  readonly limit?: Amount;
}

interface Amount extends Place {
  readonly quantity: bigint;
}

function resourcesOf(app: Manifest): Resource[] {
  const requests = amountsAt(app, 'spec', 'resources', 'requests');
  const limits = amountsAt(app, 'spec', 'resources', 'limits');
  return [...new Set([...requests.keys(), ...limits.keys()])].map((name) => ({
    name,
    request: requests.get(name),
    limit: limits.get(name),
  }));
}

/** Valid quantities only; the schema reports the rest. */
function amountsAt(object: Manifest, ...path: string[]): Map<string, Amount> {
  const amounts = new Map<string, Amount>();
  const outer = path.join('.');
  for (const [name, value] of Object.entries((field(object, ...path) ?? {}) as { readonly [name: string]: unknown })) {
    const quantity = parseQuantity(value);
    if (quantity !== undefined) {
      amounts.set(name, { path: fieldPath(outer, name), value, quantity });
    }
  }
  return amounts;
}

function checkAmounts({ limit, name, request }: Resource): Problem[] {
  const found = [request, limit]
    .filter((amount) => amount !== undefined)
    .filter(({ quantity }) => quantity < 0n)
    .map((amount) => breach(amount, { text: 'must not be negative', remedy: 'give at least 0' }));
  if (request && limit && request.quantity > limit.quantity && isOvercommitted(name)) {
    const text = `must not exceed the limit (${String(limit.value)})`;
    found.push(breach(request, { text, remedy: 'lower it, or raise the limit' }));
  }
  return found;
}

function checkExtended({ limit, name, request }: Resource): Problem[] {
  const found: Problem[] = [];
  const some = limit ?? request;
  if (!some) {
    return [];
  }
  if (!isResourceName(name)) {
    const text = 'is not a valid resource of a container';
    found.push(breach(some, { text, remedy: 'use cpu, memory, ephemeral-storage, or a name with a domain' }));
  } else if (!isOvercommitted(name)) {
    if (!limit) {
      found.push(breach(some, { text: 'must have a limit: it cannot be overcommitted', remedy: 'set the limit' }));
    } else if (request && request.quantity !== limit.quantity) {
      const text = `must be equal to the limit (${String(limit.value)})`;
      found.push(breach(request, { text, remedy: 'remove the request' }));
    }
  }
  if (name.startsWith('hugepages-')) {
    found.push(...[request, limit].filter((amount) => amount !== undefined).flatMap(checkPages(name)));
  }
  if (isExtended(name)) {
    const parts = [request, limit]
      .filter((amount) => amount !== undefined)
      .filter(({ quantity }) => quantity % ONE !== 0n);
    found.push(...parts.map((amount) => breach(amount, { text: 'must be a whole number', remedy: 'round it' })));
  }
  return found;
}

/** Huge pages are given in bytes, and must be whole pages. */
function checkPages(name: string): (amount: Amount) => Problem[] {
  const size = parseQuantity(name.slice('hugepages-'.length)) ?? 0n;
  const text = size > 0n ? 'must be a multiple of the page size' : 'has no valid page size in its name';
  return (amount) =>
    size > 0n && amount.quantity > 0n && amount.quantity % size === 0n
      ? []
      : [breach(amount, { text, remedy: 'use whole pages, such as 4Mi of hugepages-2Mi' })];
}

/** Huge pages require `cpu` or `memory` as well. */
function checkBesidePages(resources: Resource[]): Problem[] {
  const pages = resources.find(({ name }) => name.startsWith('hugepages-'));
  const others = resources.some(({ name }) => name === 'cpu' || name === 'memory');
  const amount = pages?.limit ?? pages?.request;
  return amount && !others
    ? [breach(amount, { text: 'requires cpu or memory as well', remedy: 'add a request or limit for one of them' })]
    : [];
}

function isResourceName(name: string): boolean {
  return name.includes('/') ? isQualifiedName(name) && !name.startsWith('requests.') : STANDARD.test(name);
}

/** Tells if a resource can be overcommitted. */
function isOvercommitted(name: string): boolean {
  return !isExtended(name) && !name.startsWith('hugepages-');
}

function isExtended(name: string): boolean {
  return name.includes('/') && !name.includes('kubernetes.io/');
}
