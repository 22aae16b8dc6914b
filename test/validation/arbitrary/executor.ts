import fc, { Arbitrary } from 'fast-check';
import { withoutUndefined } from '../schema-arbitrary';
import { Edit, Json, setting, together } from './json';
import { UNIQUE } from './spin-app-mistakes';

/** Valid executors. */
export function executors(): Arbitrary<Json> {
  const runtime = fc.constantFrom<object>({ runtimeClassName: 'wasmtime-spin-v2' }, { spinImage: 'ghcr.io/a/spin:v3' });
  const otel = fc.constantFrom({}, { exporter_otlp_endpoint: 'http://a:1' }, { exporter_otlp_traces_endpoint: '' });
  const rest = fc
    .record({
      caCertSecret: fc.constantFrom(undefined, undefined, 'ca', ''),
      installDefaultCACerts: fc.constantFrom(undefined, true, false),
      otel: fc.option(otel, { nil: undefined }),
    })
    .map(withoutUndefined);
  const config = fc.tuple(runtime, rest).map(([one, others]) => ({ ...one, ...others }));
  const spec = fc.oneof(
    { weight: 4, arbitrary: config.map((deploymentConfig) => ({ createDeployment: true, deploymentConfig })) },
    { weight: 1, arbitrary: fc.constantFrom({ createDeployment: false }, { createDeployment: true }) },
  );
  return spec.map((one) => ({ metadata: {}, spec: one }));
}

const VALUES: readonly (readonly [path: string, ...values: unknown[]])[] = [
  [
    'metadata/name',
    `a.${UNIQUE}`,
    `A-${UNIQUE}`,
    `${'a'.repeat(249)}${UNIQUE}`,
    `${'a'.repeat(250)}${UNIQUE}`,
    '',
    null,
  ],
  ['spec/createDeployment', false, true, 'true', 1, null],
  ['spec/deploymentConfig', {}, null, [], 'a', { installDefaultCACerts: true }],
  ['spec/deploymentConfig/runtimeClassName', '', null, 1, 'A_b', 'a.b'],
  ['spec/deploymentConfig/spinImage', '', null, 1, ' ', 'A'],
  ['spec/deploymentConfig/caCertSecret', null, 1, 'A_b'],
  ['spec/deploymentConfig/installDefaultCACerts', null, 'true', 1],
  ['spec/deploymentConfig/otel', null, [], { exporter_otlp_endpoint: 1 }, { unheardOf: '' }],
  ['spec', {}, null, [], 'a'],
];

/** Common mistakes in executors. */
export const EXECUTOR_MISTAKES: readonly Edit[] = [
  ...VALUES.flatMap(([path, ...values]) => values.map((value) => setting(path, value))),
  together(setting('spec/deploymentConfig/runtimeClassName', 'a'), setting('spec/deploymentConfig/spinImage', 'b')),
  together(setting('spec/deploymentConfig/runtimeClassName', ''), setting('spec/deploymentConfig/spinImage', 'b')),
];
