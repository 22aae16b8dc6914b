import fc, { Arbitrary } from 'fast-check';
import { Manifest } from '../../../lib/synth/manifest';
import { ClusterSchemas } from '../../../lib/validation/schema/schemas';
import { StructuralSchema } from '../../../lib/validation/schema/structural-schema';
import { objectOf, valueOf } from '../schema-arbitrary';
import { EXECUTOR_MISTAKES, executors } from './executor';
import { appending, Edit, edited, setting } from './json';
import { METADATA_MISTAKES } from './metadata-mistakes';
import { mutations } from './mutations';
import { spinkube } from './neighbours';
import { NULL_MISTAKES } from './null-mistakes';
import { spinApps } from './spin-app';
import { SPIN_APP_MISTAKES, UNIQUE } from './spin-app-mistakes';
import { VOLUME_MISTAKES } from './volume-mistakes';

type Kind = 'SpinApp' | 'SpinAppExecutor';

/** One in this many random objects is an executor. */
const EXECUTORS = 8;

/** Objects with unique names: one for each mistake, the others with random mistakes. The seed determines all of them. */
export function sampleObjects(count: number, seed: number): Manifest[] {
  const each = [
    ...[...SPIN_APP_MISTAKES, ...VOLUME_MISTAKES, ...NULL_MISTAKES, ...METADATA_MISTAKES].map((mistake) =>
      withMistakes('SpinApp', [mistake]),
    ),
    ...EXECUTOR_MISTAKES.map((mistake) => withMistakes('SpinAppExecutor', [mistake])),
  ];
  const single = fc.sample(fc.tuple(...each), { numRuns: 1, seed }).flat();
  return [...single, ...fc.sample(any(), { numRuns: count - single.length, seed })].map(withUniqueName);
}

function any(): Arbitrary<Manifest> {
  const app = mistakes([
    { weight: 5, arbitrary: fc.constantFrom(...SPIN_APP_MISTAKES) },
    { weight: 3, arbitrary: fc.constantFrom(...VOLUME_MISTAKES) },
    { weight: 1, arbitrary: fc.constantFrom(...NULL_MISTAKES, ...METADATA_MISTAKES) },
    { weight: 5, arbitrary: mutations() },
    { weight: 2, arbitrary: fieldsOfSchema('SpinApp') },
    { weight: 3, arbitrary: volumesOfSchema() },
  ]);
  const executor = mistakes([
    { weight: 1, arbitrary: fc.constantFrom(...EXECUTOR_MISTAKES, ...METADATA_MISTAKES) },
    { weight: 2, arbitrary: mutations() },
    { weight: 1, arbitrary: fieldsOfSchema('SpinAppExecutor') },
  ]);
  return fc.oneof(
    { weight: EXECUTORS - 1, arbitrary: app.chain((chosen) => withMistakes('SpinApp', chosen)) },
    { weight: 1, arbitrary: executor.chain((chosen) => withMistakes('SpinAppExecutor', chosen)) },
  );
}

/** Usually a single mistake, because the verdict on several says little about each of them. */
function mistakes(some: { readonly weight: number; readonly arbitrary: Arbitrary<Edit> }[]): Arbitrary<Edit[]> {
  const edits = (minLength: number, maxLength: number) => fc.array(fc.oneof(...some), { minLength, maxLength });
  return fc.oneof(
    { weight: 2, arbitrary: edits(0, 0) },
    { weight: 6, arbitrary: edits(1, 1) },
    { weight: 1, arbitrary: edits(2, 3) },
  );
}

function withMistakes(kind: Kind, edits: Edit[]): Arbitrary<Manifest> {
  const good = kind === 'SpinApp' ? spinApps() : executors();
  return good.map((object) => spinkube(kind, edited(object, edits)));
}

/** A field of `spec` with any value that its schema allows, and a few that it does not. */
function fieldsOfSchema(kind: Kind): Arbitrary<Edit> {
  const fields = Object.entries(specOf(kind).properties ?? {});
  return fc.oneof(
    ...fields.map(([name, schema = {}]) => valueOf(schema).map((value) => setting(`spec/${name}`, value))),
  );
}

/** A volume of one source with any fields that its schema allows. */
function volumesOfSchema(): Arbitrary<Edit> {
  const fields = Object.entries(specOf('SpinApp').properties?.volumes?.items?.properties ?? {});
  const sources = fields.filter(([name]) => name !== 'name');
  return fc.oneof(
    ...sources.map(([source, schema = {}]) =>
      objectOf(schema).map((value) => appending('spec/volumes', { name: 'any', [source]: value })),
    ),
  );
}

function specOf(kind: Kind): StructuralSchema {
  return ClusterSchemas.NEWEST.schemaOf('core.spinkube.dev/v1alpha1', kind)?.properties?.spec ?? {};
}

function withUniqueName(object: Manifest, index: number): Manifest {
  const number = String(index).padStart(4, '0');
  const { name = `app-${UNIQUE}` } = object.metadata;
  const isText = typeof name === 'string';
  return { ...object, metadata: { ...object.metadata, name: isText ? name.replace(UNIQUE, number) : name } };
}
