import { Edit, setting, together } from './json';

/** Maps with null, which Kubernetes drops before any webhook sees the object. */
const ENTRIES: readonly object[] = [{ a: null }, { a: null, b: null }, { a: null, b: 'c' }, { 'a b': null }, { a: '' }];

const ANNOTATIONS = ['podAnnotations', 'deploymentAnnotations', 'serviceAnnotations', 'podLabels'];

const RESOURCES: readonly object[] = [
  { limits: { memory: null } },
  { limits: { memory: null }, requests: { memory: '1Mi' } },
  { limits: { memory: '1Mi' }, requests: { memory: null } },
  { limits: null, requests: { memory: '1Mi' } },
  { limits: { cpu: '1', memory: null }, requests: { memory: '3Mi' } },
];

const DEVICES: readonly object[] = [
  { limits: { 'nvidia.com/gpu': 1 }, requests: { 'nvidia.com/gpu': null } },
  { limits: { 'nvidia.com/gpu': null }, requests: { 'nvidia.com/gpu': 1 } },
  { limits: { 'nvidia.com/gpu': null }, requests: { 'nvidia.com/gpu': null } },
  { limits: { 'a b/c': null, gpu: null, 'hugepages-2Mi': null } },
];

/** Null in the maps for which a rule checks whether they have entries, or a certain entry. */
export const NULL_MISTAKES: readonly Edit[] = [
  ...ANNOTATIONS.flatMap((name) =>
    ENTRIES.flatMap((entries) =>
      ['external', 'containerd-shim-spin'].map((executor) =>
        together(setting('spec/executor', executor), setting(`spec/${name}`, entries)),
      ),
    ),
  ),
  ...RESOURCES.map((resources) =>
    together(setting('spec/resources', resources), setting('spec/invocationLimits/memory', '2Mi')),
  ),
  ...DEVICES.map((resources) => setting('spec/resources', resources)),
];
