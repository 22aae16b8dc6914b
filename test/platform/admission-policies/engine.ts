import {
  CelFunc,
  celMethod,
  celFunc,
  CelScalar,
  isCelError,
  listType,
  plan,
  parse,
  celEnv,
  CelInput,
} from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import { field, list, Manifest } from '../../../lib/synth/manifest';
import { parseQuantity } from '../../../lib/validation/parse-quantity';
import { celBindings } from '../../cel-input';

/** One unit of a quantity, in billionths. */
const ONE = 10n ** 9n;

const ANY_LIST = listType(CelScalar.DYN);

/** The functions of Kubernetes, with quantities as integers in billionths. */
const FUNCTIONS: CelFunc[] = [
  ...strings,
  celFunc('isQuantity', [CelScalar.STRING], CelScalar.BOOL, (text) => parseQuantity(text) !== undefined),
  celFunc('quantity', [CelScalar.STRING], CelScalar.INT, (text) => parseQuantity(text) ?? failed(text)),
  celMethod('isLessThan', CelScalar.INT, [CelScalar.INT], CelScalar.BOOL, function (other) {
    return this < other;
  }),
  celMethod('isGreaterThan', CelScalar.INT, [CelScalar.INT], CelScalar.BOOL, function (other) {
    return this > other;
  }),
  celMethod('compareTo', CelScalar.INT, [CelScalar.INT], CelScalar.INT, function (other) {
    return this === other ? 0n : this > other ? 1n : -1n;
  }),
  celMethod('isInteger', CelScalar.INT, [], CelScalar.BOOL, function () {
    return this % ONE === 0n;
  }),
  celMethod('asInteger', CelScalar.INT, [], CelScalar.INT, function () {
    return this / ONE;
  }),
  celMethod('indexOf', ANY_LIST, [CelScalar.DYN], CelScalar.INT, function (value) {
    return BigInt([...this].indexOf(value));
  }),
  celMethod('lastIndexOf', ANY_LIST, [CelScalar.DYN], CelScalar.INT, function (value) {
    return BigInt([...this].lastIndexOf(value));
  }),
  celMethod('sum', ANY_LIST, [], CelScalar.INT, function () {
    return [...this].reduce<bigint>((total, one) => total + (one as bigint), 0n);
  }),
];

const ENVIRONMENT = celEnv({ funcs: FUNCTIONS });

function failed(text: string): never {
  throw new Error(`${text} is no quantity`);
}

type Program = (bindings: Record<string, CelInput>) => unknown;

const programs = new Map<string, Program>();

/** Evaluates an expression; throws where the API server would report an error. */
export function evaluate(expression: string, bindings: Record<string, CelInput>): unknown {
  const known = programs.get(expression) ?? plan(ENVIRONMENT, parse(expression));
  programs.set(expression, known);
  const result = known(bindings);
  if (isCelError(result)) {
    throw new Error(`${String(result)}: ${expression}`);
  }
  return result;
}

/** The messages of the validations that an object breaks, of policies for its kind, by another engine for CEL. */
export function complaints(policies: readonly Manifest[], object: Manifest, plural: string): string[] {
  return policies
    .filter(({ spec }) =>
      list(spec, 'matchConstraints', 'resourceRules').some((rule) => list(rule, 'resources').includes(plural)),
    )
    .flatMap(({ spec }) => {
      const bindings = celBindings({ object });
      const variables = new Map<string, CelInput>();
      for (const variable of list(spec, 'variables')) {
        const value = evaluate(String(field(variable, 'expression')), { ...bindings, variables });
        variables.set(String(field(variable, 'name')), value as CelInput);
      }
      return list(spec, 'validations')
        .filter((one) => evaluate(String(field(one, 'expression')), { ...bindings, variables }) !== true)
        .map((one) => messageOf(one, { ...bindings, variables }));
    });
}

/** The message, that of the expression if it has a value: it has none for an item without a name. */
function messageOf(validation: unknown, bindings: Record<string, CelInput>): string {
  const expression = field(validation, 'messageExpression');
  try {
    return String(evaluate(String(expression), bindings));
  } catch {
    return String(field(validation, 'message'));
  }
}

/** Names of the rules that messages are about; the API server writes the names of the policy before them. */
export function rulesIn(messages: readonly string[]): string[] {
  return [
    ...new Set(messages.map((message) => /(?:^|: )([a-z]+(?:-[a-z]+)+): '/.exec(message)?.[1] ?? message)),
  ].sort();
}
