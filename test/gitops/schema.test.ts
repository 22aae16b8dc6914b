import { platform } from './contexts';
import { deliver as deliverArgoCd } from './argo-cd/delivered';
import { deliver as deliverFlux } from './flux/delivered';
import { schemaErrors } from './schema';

const CONTEXT = platform();

test('validates an Application against its CRD', () => {
  const { root } = deliverArgoCd(CONTEXT);
  const wrong = { ...root, spec: { ...root.spec, project: 1, other: 2 } };
  expect(schemaErrors(root)).toEqual([]);
  expect(schemaErrors(wrong)).toEqual([
    'Application/spec must NOT have additional properties {"additionalProperty":"other"}',
    'Application/spec/project must be string {"type":"string"}',
  ]);
});

test('validates a Kustomization against its CRD', () => {
  const [kustomization] = deliverFlux(CONTEXT).kustomizations;
  const wrong = {
    ...kustomization,
    spec: { ...kustomization.spec, interval: undefined, timeout: '1d', prune: 'yes', waits: true, deletionPolicy: 'x' },
  };
  expect(schemaErrors(kustomization)).toEqual([]);
  expect(schemaErrors(wrong).map((error) => error.replace(/ \{.*/, ''))).toEqual([
    "Kustomization/spec must have required property 'interval'",
    'Kustomization/spec must NOT have additional properties',
    'Kustomization/spec/deletionPolicy must be equal to one of the allowed values',
    'Kustomization/spec/prune must be boolean',
    'Kustomization/spec/timeout must match pattern "^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$"',
  ]);
});

test('rejects an unknown kind or version', () => {
  expect(schemaErrors({ apiVersion: 'v1', kind: 'Kustomization' })).toEqual(['v1 Kustomization has no definition']);
});
