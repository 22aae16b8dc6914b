import * as fs from 'fs';
import * as path from 'path';
import fc from 'fast-check';
import { readObjects } from '../../lib/validation/documents/read-objects';
import { FieldValidation } from '../../lib/validation/field-validation';
import { validateObjects } from '../../lib/validation/validate-objects';
import { GOLDEN, testWithGolden } from '../golden';
import { Manifest, manifestsIn } from '../testing';
import { executors } from '../validation/arbitrary/executor';
import { NEIGHBOURS, spinkube } from '../validation/arbitrary/neighbours';
import { spinApps } from '../validation/arbitrary/spin-app';
import { httpRouteSpec } from '../validation/http-route-arbitrary';
import { sampleQuestions } from '../validation/keda/scaled-objects';
import { Scaling, SCALINGS } from '../program/autoscaler-arbitrary';
import { app, expectCleanCode, objectsOf, plainKinds, programFor, stored, yamlOf } from '../program/round-trip';

const ROOT = path.join(__dirname, '..', '..');

/** SpinApps and executors, and before them the objects that they refer to. */
function generated(): Manifest[] {
  const any = fc.oneof(
    { weight: 7, arbitrary: spinApps().map((fields) => ({ kind: 'SpinApp' as const, fields })) },
    { weight: 1, arbitrary: executors().map((fields) => ({ kind: 'SpinAppExecutor' as const, fields })) },
  );
  const all = fc.sample(any, { numRuns: 650, seed: 24 }).map(({ fields, kind }, index) => {
    const metadata = { ...(fields.metadata as object), name: `generated-${index}` };
    return spinkube(kind, { ...fields, metadata }) as Manifest;
  });
  return [...(NEIGHBOURS as Manifest[]), ...all];
}

/** Every program of these tests, to be compiled and formatted at once. */
const programs: string[] = [];

test('converts 500 valid objects, and some that are not, to constructs that make the same objects', () => {
  const objects = generated();
  const verdicts = validateObjects(readObjects('a.yaml', yamlOf(objects)), { fieldValidation: FieldValidation.STRICT });
  const valid = verdicts
    .filter(({ findings }) => findings.length === 0)
    .map(({ source }) => source.manifest?.metadata.name);
  const { rejected, text } = programFor(yamlOf(objects));
  expect(valid.length).toBeGreaterThan(500);
  expect(rejected.map(({ source }) => source.manifest?.metadata.name).filter((name) => valid.includes(name))).toEqual(
    [],
  );
  expect(stored(objectsOf(text))).toEqual(stored(objects));
  expect(text.split('new SpinApp(').length + text.split('new SpinAppExecutor(').length).toBeGreaterThan(500);
  programs.push(text);
});

/** Apps `app-0` and so on, each with an autoscaler of its name. */
function scaled(autoscalers: readonly { readonly apiVersion: string; readonly kind: string; readonly spec: object }[]) {
  return autoscalers.flatMap(({ apiVersion, kind, spec }, index): Manifest[] => {
    const metadata = { name: `app-${index}`, namespace: 'shop' };
    const resources = { requests: { cpu: '100m', memory: '64Mi' } };
    return [
      { ...app({ replicas: undefined, enableAutoscaling: true, resources }), metadata },
      { apiVersion, kind, metadata: { ...metadata, labels: { team: 'shop' } }, spec },
    ];
  });
}

const targetOf = (index: number) => ({ apiVersion: 'apps/v1', kind: 'Deployment', name: `app-${index}` });

test('converts HorizontalPodAutoscalers of apps to autoscale(), unless it has no option for them', () => {
  const all: Scaling[] = fc.sample(SCALINGS, { numRuns: 150, seed: 25 });
  const objects = scaled(
    all.map(({ spec }, index) => ({
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      spec: { scaleTargetRef: targetOf(index), ...spec },
    })),
  );
  const { rejected, text } = programFor(yamlOf(objects));
  expect(rejected.map(({ source }) => source.manifest?.metadata.name)).toEqual(
    all.flatMap(({ isKnown }, index) => (isKnown ? [] : [`app-${index}`])),
  );
  expect(rejected.length).toBeGreaterThan(10);
  expect(text.split('.autoscale(').length - 1).toBe(all.length - rejected.length);
  expect(text).not.toContain('JsonPatch');
  expect(stored(objectsOf(text))).toEqual(stored(objects));
  programs.push(text);
});

/** Tells if a trigger by utilization is one of CPU or memory, without settings that these do not have. */
const isOwn = ({ metadata, ...trigger }: { metadata: object; metricType?: string; type: string }) =>
  trigger.metricType !== 'Utilization' ||
  (/^(cpu|memory)$/.test(trigger.type) &&
    Object.keys(metadata).join() === 'value' &&
    Object.keys(trigger).every((field) => ['metricType', 'name', 'type'].includes(field)));

test('converts ScaledObjects of apps to KedaAutoscaler, unless KEDA or KedaTrigger has no such trigger', () => {
  const specs = sampleQuestions(300, 25)
    .map(({ object: { spec } }) => spec as { scaleTargetRef?: object; triggers?: Parameters<typeof isOwn>[0][] })
    .filter(
      ({ scaleTargetRef, triggers }) => scaleTargetRef && JSON.stringify(triggers ?? null).includes('"metadata"'),
    );
  const objects = scaled(
    specs.map((spec, index) => ({
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledObject',
      spec: { ...spec, scaleTargetRef: index % 2 === 0 ? { name: `app-${index}` } : targetOf(index) },
    })),
  );
  const verdicts = validateObjects(readObjects('a.yaml', yamlOf(objects)), { fieldValidation: FieldValidation.STRICT });
  const isValid = new Set(
    verdicts.flatMap(({ findings, source: { manifest } }) =>
      findings.length === 0 && manifest?.kind === 'ScaledObject' ? [manifest.metadata.name] : [],
    ),
  );
  const { rejected, text } = programFor(yamlOf(objects));
  const names = rejected.map(({ source }) => source.manifest?.metadata.name);
  expect(isValid.size).toBeGreaterThan(80);
  expect(names.filter((name) => isValid.has(name))).toEqual(
    specs.flatMap(({ triggers = [] }, index) =>
      isValid.has(`app-${index}`) && !triggers.every(isOwn) ? [`app-${index}`] : [],
    ),
  );
  expect(stored(objectsOf(text))).toEqual(stored(objects));
  programs.push(text);
});

test('converts HTTPRoutes to apps to programs that make the same routes', () => {
  // Half of them with a Gateway that exists, and with timeouts in seconds.
  const specs = fc
    .sample(httpRouteSpec, { numRuns: 300, seed: 25 })
    .map((spec, index) => JSON.stringify(index % 2 === 0 ? spec : { ...spec, parentRefs: [{ name: 'public' }] }))
    .map((spec, index) => (index % 2 === 0 ? spec : spec.replace(/"(2h|1m|1m30s|500ms)"/g, '"10s"')));
  const objects = specs.flatMap((spec, index): Manifest[] => {
    const metadata = { name: `app-${index}`, namespace: 'shop' };
    const own = JSON.parse(spec.replaceAll('"hello"', `"app-${index}"`)) as object;
    return [
      { ...app({}), metadata },
      { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata, spec: own },
    ];
  });
  const verdicts = validateObjects(readObjects('a.yaml', yamlOf(objects)), { fieldValidation: FieldValidation.STRICT });
  const wrong = verdicts.flatMap(({ findings, source }) =>
    findings.length > 0 ? [source.manifest?.metadata.name] : [],
  );
  const { rejected, text } = programFor(yamlOf(objects));
  const unexpected = rejected.flatMap(({ source: { manifest }, text: reason }) => {
    const spec = JSON.stringify(manifest?.spec);
    const isKnown =
      spec.includes('"parentRefs":[{"name":"public"}]') && !/Bucket|requestMirror|cors|80,"filters"/.test(spec);
    const isUnanswered = reason.includes('so that requests are answered with an error');
    return isKnown && !isUnanswered && !wrong.includes(manifest?.metadata.name) ? [reason + spec] : [];
  });
  expect(unexpected).toEqual([]);
  expect(text.match(/\.exposeViaHttpRoute\(|new HttpRoute\(/g)?.length).toBeGreaterThan(10);
  expect(text).not.toContain('JsonPatch');
  expect(stored(objectsOf(text))).toEqual(stored(objects));
  programs.push(text);
});

describe.each(['current', 'seed-2024'])('the samples of %s', (folder) => {
  testWithGolden('become constructs that make the same objects', () => {
    const source = fs.readFileSync(path.join(GOLDEN, folder, 'samples.yaml'), 'utf8');
    const { rejected, text } = programFor(source);
    expect(rejected).toEqual([]);
    const objects = manifestsIn(source.replaceAll('core.spinoperator.dev', 'core.spinkube.dev'));
    expect(stored(objectsOf(text))).toEqual(stored(objects));
    // The older samples have one of a group that does not exist.
    const known = objects.filter(
      ({ apiVersion, kind }) =>
        /^(SpinApp|SpinAppExecutor|RuntimeClass|Shim|HorizontalPodAutoscaler|ScaledObject)$/.test(kind) &&
        !apiVersion.startsWith('spinoperator.dev'),
    );
    const plain = [...text.matchAll(/new ApiObject\(.*\n.*apiVersion: '(.*)',\n/g)];
    expect(plain.length).toBe(objects.length - known.length);
    programs.push(text);
  });
});

/** The manifests of a bundle, without the CustomResourceDefinitions, which are long. */
function bundle(folder: string): string {
  const files = fs.readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.k8s.yaml') && !file.includes('crds'))
    .map((file) => fs.readFileSync(path.join(ROOT, folder, file), 'utf8'))
    .join('---\n');
}

test.each(['dist', 'examples/full-featured/dist'])('converts the manifests in %s', (folder) => {
  // Rules about the old API group become rules about the new one, like everything else.
  const objects = manifestsIn(bundle(folder).replaceAll('- core.spinoperator.dev', '- core.spinkube.dev'));
  const { rejected, text } = programFor(bundle(folder));
  expect(objects.length).toBeGreaterThan(20);
  expect(rejected).toEqual([]);
  expect(stored(objectsOf(text))).toEqual(stored(objects));
  expect(plainKinds(text).filter((kind) => WRITTEN.test(kind))).toEqual([]);
  programs.push(text);
});

/** Kinds of which the objects in the bundles of this repository are made by constructs and methods. */
const WRITTEN =
  /^(SpinApp|SpinAppExecutor|RuntimeClass|Shim|HorizontalPodAutoscaler|ScaledObject|TriggerAuthentication|Ingress|HTTPRoute)$/;

test('writes programs that compile, and are formatted like those of Prettier', () => {
  expectCleanCode(programs);
});
