import { Manifest } from '../../../lib/synth/manifest';
import { admission } from '../../../lib/validation/admission/check-admission';
import { inCluster } from '../../../lib/validation/cel/in-cluster';
import { ClusterSchemas } from '../../../lib/validation/schema/schemas';
import { StructuralSchema } from '../../../lib/validation/schema/structural-schema';
import { rulesIn } from './engine';

/** The rules that an object breaks by itself, of those that policies check. */
export function rulesBrokenBy(object: Manifest): string[] {
  const found = admission([object])(object).filter(
    ({ rule }) => inCluster({ kind: object.kind, name: rule })?.checks !== undefined,
  );
  return [...new Set(found.map(({ rule }) => rule))].sort();
}

/** Objects for which policies and this library name different rules. */
export function disagreementsWithPolicies(
  answers: readonly { readonly object: Manifest; readonly messages: readonly string[] }[],
): string[] {
  return answers.flatMap(({ messages, object }) => {
    const [ours, theirs] = [rulesBrokenBy(object), rulesIn(messages)].map((rules) => rules.join(', '));
    return ours === theirs
      ? []
      : [`${object.kind} ${String(object.metadata.name)}: ${ours || 'nothing'}; policies: ${theirs || 'nothing'}`];
  });
}

/** An object as the webhooks of the operator write it: with all required fields, and without null. */
export function asAdmitted(object: Manifest): Manifest {
  const schema = ClusterSchemas.NEWEST.schemaOf(object.apiVersion, object.kind)?.properties?.spec;
  return { ...object, spec: filledIn(object.spec, schema ?? {}) };
}

const ZEROES: { readonly [type: string]: unknown } = { string: '', boolean: false, object: {}, array: [], integer: 0 };

function filledIn(value: unknown, schema: StructuralSchema): unknown {
  if (value === undefined || value === null) {
    return schema['x-kubernetes-int-or-string'] ? '0' : filledIn(ZEROES[schema.type ?? 'object'], schema);
  }
  if (Array.isArray(value)) {
    return value.map((item) => filledIn(item, schema.items ?? {}));
  }
  if (typeof value !== 'object') {
    return value;
  }
  const { additionalProperties, properties, required = [] } = schema;
  const below = (name: string) =>
    properties?.[name] ?? (typeof additionalProperties === 'object' ? additionalProperties : {});
  const names = [...new Set([...Object.keys(value), ...required])];
  const isKept = (name: string) =>
    (value as { readonly [name: string]: unknown })[name] != null ||
    required.includes(name) ||
    additionalProperties !== undefined;
  return Object.fromEntries(
    names
      .filter(isKept)
      .map((name) => [name, filledIn((value as { readonly [name: string]: unknown })[name], below(name))]),
  );
}
