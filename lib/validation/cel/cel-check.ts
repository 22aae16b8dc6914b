import { Problem } from '../problems';
import { FieldRequirement } from '../fields';
import { Requirement } from '../requirement';
import { StructuralSchema } from '../schema/structural-schema';

/** A part of a rule that the API server can check by itself: an expression, and what to say where it is false. */
export interface CelCheck extends Pick<Problem, 'path' | 'remedy' | 'text'> {
  /** Expression of CEL about `object`, an object that is valid by its schema: true if the rule is kept. */
  readonly expression: string;

  /** Expression of CEL for the text that names what breaks the rule: the name of a volume, or the value itself. */
  readonly culprit?: string;

  /** Expressions that `expression` uses as `variables.NAME`, each evaluated once for an object. */
  readonly variables?: readonly CelVariable[];
}

/** A named expression of a policy. */
export interface CelVariable {
  readonly name: string;
  readonly expression: string;
}

/** An expression of CEL, and the schema of its values. */
interface Typed {
  readonly cel: string;
  readonly schema: StructuralSchema;
}

/**
 * Requirements for fields as checks. Fields that the schema does not have are left out.
 *
 * @param root schema of the object
 * @param from path of the values whose fields they are: `spec.volumes.*`
 * @param requirements the requirements
 */
export function fieldChecks(
  root: StructuralSchema,
  from: string,
  requirements: readonly FieldRequirement[],
): CelCheck[] {
  return requirements.flatMap(([field, requirement]): CelCheck[] => {
    const path = `${from}.${field}`;
    const names = path.split('.');
    const isKept = (value: Typed, isItem: boolean) => requirementOn(value, isItem, requirement);
    const expression = forAll({ cel: 'object', schema: root }, names, isKept);
    return expression === undefined
      ? []
      : [
          {
            path: path.replaceAll('.*', '[]'),
            text: requirement.text,
            remedy: requirement.remedy,
            expression,
            culprit: culpritOf({ cel: 'object', schema: root }, names, isKept),
          },
        ];
  });
}

type Leaf = (value: Typed, isItem: boolean) => string;

/** An expression about each value that a path leads to; undefined if the schema has no such path. */
function forAll({ cel, schema }: Typed, [name, ...rest]: readonly string[], leaf: Leaf, depth = 0): string | undefined {
  if (name === '*') {
    const item = itemOf({ cel, schema }, `i${depth}`);
    const inner = rest.length === 0 ? leaf(item, true) : forAll(item, rest, leaf, depth + 1);
    return inner === undefined ? undefined : `${cel}.all(i${depth}, ${inner})`;
  }
  const below = fieldOf(schema, name);
  const field = `${cel}.${name}`;
  if (below === undefined) {
    return undefined;
  }
  if (rest.length === 0) {
    return leaf({ cel: field, schema: below }, false);
  }
  const inner = forAll({ cel: field, schema: below }, rest, leaf, depth);
  if (field === SPEC) {
    return inner; // Policies are not for objects without one.
  }
  return inner === undefined ? undefined : `(!has(${field}) || ${inner})`;
}

const SPEC = 'object.spec';

/** The schema of a field, or of a value of a map. */
function fieldOf({ additionalProperties, properties }: StructuralSchema, name: string): StructuralSchema | undefined {
  return properties?.[name] ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
}

/** An item of a list, or the value of a map, by the variable of a loop over it. */
function itemOf({ cel, schema }: Typed, variable: string): Typed {
  return schema.items
    ? { cel: variable, schema: schema.items }
    : { cel: `${cel}[${variable}]`, schema: schema.additionalProperties as StructuralSchema };
}

/**
 * Names the value that breaks the rule, the key of a map, or the name of an item. What is deeper in an item is not named: the
 * expression would have to be repeated, and a policy for volumes has well over a hundred.
 */
function culpritOf(root: Typed, names: readonly string[], leaf: Leaf): string | undefined {
  const at = names.indexOf('*');
  const last = (at < 0 ? names : names.slice(0, at)).reduce<Typed | undefined>((place, name) => {
    const below = place && fieldOf(place.schema, name);
    return place && below && { cel: `${place.cel}.${name}`, schema: below };
  }, root);
  if (last === undefined || at < 0) {
    return last?.schema.type === 'string' ? last.cel : undefined;
  }
  const item = itemOf(last, 'item');
  const rest = names.slice(at + 1);
  if (rest.length > 1) {
    return undefined;
  }
  const inner = rest.length === 0 ? leaf(item, true) : forAll(item, rest, leaf);
  const broken = `${last.cel}.filter(item, !(${inner}))[0]`;
  return last.schema.items === undefined ? broken : last.schema.items.properties?.name && `${broken}.name`;
}

/** A requirement for a value that may be missing, unless it is an item. */
function requirementOn({ cel, schema }: Typed, isItem: boolean, requirement: Requirement): string {
  if (requirement.cel === undefined) {
    throw new Error(`no CEL for: ${requirement.text}`);
  }
  const filled = `(${ifFilled({ cel, schema }, requirement, requirement.cel(cel, schema))})`;
  if (isItem) {
    return filled;
  }
  return requirement.accepts(undefined) ? `(!has(${cel}) || ${filled})` : `(has(${cel}) && ${filled})`;
}

/** Empty text and lists count as missing. */
function ifFilled({ cel, schema }: Typed, { accepts }: Requirement, then: string): string {
  switch (schema.type) {
    case 'string':
      return accepts('') ? `${cel} == '' || ${then}` : `${cel} != '' && ${then}`;
    case 'array':
      return accepts([]) ? then : `size(${cel}) > 0 && ${then}`;
    default:
      return then;
  }
}
