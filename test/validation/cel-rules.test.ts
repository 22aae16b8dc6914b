import * as fs from 'fs';
import * as path from 'path';
import { run } from '@bufbuild/cel';
import fc from 'fast-check';
import { admission } from '../../lib/validation/admission/check-admission';
import { celBindings } from '../cel-input';

const FOLDER = path.join(__dirname, '..', '..', 'schemas', 'structural');
const FILES = fs.readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));

/** A CEL rule, and its location in the objects of its kind. */
interface CelRule {
  readonly kind: string;
  readonly path: string;
  readonly rule: string;
}

interface Schema {
  readonly properties?: { readonly [name: string]: Schema };
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly 'x-kubernetes-validations'?: readonly { readonly rule: string }[];
}

/** Every CEL rule of our schemas, but for those of HTTPRoutes, which have a test of their own. */
function celRules(): CelRule[] {
  const found = (schema: Schema, kind: string, at: string): CelRule[] => [
    ...(schema['x-kubernetes-validations'] ?? []).map(({ rule }) => ({ kind, path: at, rule })),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, one]) => found(one, kind, `${at}.${name}`)),
    ...[schema.items, schema.additionalProperties]
      .filter((one) => typeof one === 'object')
      .flatMap((one) => found(one, kind, `${at}[]`)),
  ];
  return FILES.filter((file) => !file.includes('HTTPRoute'))
    .sort()
    .flatMap((file) =>
      found(
        JSON.parse(fs.readFileSync(path.join(FOLDER, file), 'utf8')) as Schema,
        path.basename(file).split('.')[0],
        '',
      ),
    );
}

test('has a rule for every CEL rule of the CRDs', () => {
  expect(celRules().map(({ kind, path: at }) => kind + at)).toEqual([
    'ClusterIssuer.spec.venafi',
    'Issuer.spec.venafi',
  ]);
});

test.each(celRules())('agrees on a $kind with $rule', ({ kind, rule }) => {
  const verdicts = new Set<boolean>();
  const venafi = fc.record(
    { zone: fc.constant('a'), tpp: fc.constant({}), cloud: fc.constant({}), ngts: fc.constant({}) },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(venafi, (value) => {
      const object = { apiVersion: 'cert-manager.io/v1', kind, metadata: { name: 'a' }, spec: { venafi: value } };
      const isRight = run(rule, celBindings({ self: value }));
      verdicts.add(Boolean(isRight));
      expect(admission([object])(object)).toHaveLength(isRight === true ? 0 : 1);
    }),
    { seed: 20261124, numRuns: 100 },
  );
  expect([...verdicts].sort()).toEqual([false, true]);
});
