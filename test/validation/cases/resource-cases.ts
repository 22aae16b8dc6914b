import { Case } from './case';
import { Manifest } from '../../../lib/synth/manifest';
import { runtimeClass, spinApp } from './objects';

export const RESOURCE_CASES: readonly Case[] = [
  [
    'warning spin-app-resources',
    spinApp({ resources: { requests: { cpu: '500m' }, limits: { cpu: '0.4' } } }),
    "'spec.resources.requests.cpu' (500m) must not exceed the limit (0.4); lower it, or raise the limit",
    spinApp({ resources: { requests: { cpu: '500m' }, limits: { cpu: '0.5' } } }),
  ],
  [
    'warning spin-app-resources',
    spinApp({ resources: { requests: { memory: '-1Mi' } } }),
    "'spec.resources.requests.memory' (-1Mi) must not be negative; give at least 0",
    spinApp({ resources: { requests: { memory: '0' } } }),
  ],
  [
    'warning spin-app-extended-resources',
    spinApp({ resources: { requests: { 'nvidia.com/gpu': 1 } } }),
    "'spec.resources.requests['nvidia.com/gpu']' (1) must have a limit: it cannot be overcommitted; set the limit",
    spinApp({ resources: { limits: { 'nvidia.com/gpu': 1 } } }),
  ],
  [
    'warning spin-app-extended-resources',
    spinApp({ resources: { requests: { 'nvidia.com/gpu': 1 }, limits: { 'nvidia.com/gpu': 2 } } }),
    "'spec.resources.requests['nvidia.com/gpu']' (1) must be equal to the limit (2); remove the request",
    spinApp({ resources: { requests: { 'nvidia.com/gpu': 2 }, limits: { 'nvidia.com/gpu': '2' } } }),
  ],
  [
    'warning spin-app-extended-resources',
    spinApp({ resources: { limits: { 'nvidia.com/gpu': '500m' } } }),
    "'spec.resources.limits['nvidia.com/gpu']' (500m) must be a whole number; round it",
    spinApp({ resources: { limits: { 'nvidia.com/gpu': '2000m' } } }),
  ],
  [
    'warning spin-app-extended-resources',
    spinApp({ resources: { limits: { gpu: 1 } } }),
    "'spec.resources.limits.gpu' (1) is not a valid resource of a container; use cpu, memory, ephemeral-storage, or a name with a domain",
    spinApp({ resources: { limits: { 'example.com/gpu': 1 } } }),
  ],
  [
    'warning spin-app-extended-resources',
    spinApp({ resources: { limits: { cpu: 1, 'hugepages-2Mi': '3Mi' } } }),
    "'spec.resources.limits.hugepages-2Mi' (3Mi) must be a multiple of the page size; use whole pages, such as 4Mi of hugepages-2Mi",
    spinApp({ resources: { limits: { cpu: 1, 'hugepages-2Mi': '4Mi' } } }),
  ],
  [
    'warning spin-app-extended-resources',
    spinApp({ resources: { limits: { cpu: 1, 'hugepages-x': '2Mi' } } }),
    "'spec.resources.limits.hugepages-x' (2Mi) has no valid page size in its name; use whole pages, such as 4Mi of hugepages-2Mi",
    spinApp({ resources: { limits: { cpu: 1, 'hugepages-1Gi': '2Gi' } } }),
  ],
  [
    'warning spin-app-extended-resources',
    spinApp({ resources: { limits: { 'hugepages-2Mi': '4Mi' } } }),
    "'spec.resources.limits.hugepages-2Mi' (4Mi) requires cpu or memory as well; add a request or limit for one of them",
    spinApp({ resources: { requests: { memory: '1Mi' }, limits: { 'hugepages-2Mi': '4Mi' } } }),
  ],
  [
    'error runtime-class-overhead',
    overhead({ cpu: '-10m', memory: '24Mi' }),
    "'overhead.podFixed.cpu' (-10m) must not be negative; give at least 0",
    overhead({ cpu: '10m', memory: '24Mi' }),
  ],
  [
    'error runtime-class-overhead',
    overhead({ ram: '24Mi' }),
    "'overhead.podFixed.ram' (24Mi) is not a valid resource of a container; use cpu, memory, ephemeral-storage, or a name with a domain",
    overhead({ 'ephemeral-storage': '24Mi' }),
  ],
  [
    'error runtime-class-overhead',
    overhead({ 'hugepages-2Mi': '4Mi' }),
    "'overhead.podFixed.hugepages-2Mi' (4Mi) requires cpu or memory as well; add a request or limit for one of them",
    overhead({ 'hugepages-2Mi': '4Mi', memory: '24Mi' }),
  ],
];

function overhead(podFixed: object): Manifest {
  return runtimeClass('spin-v2', { overhead: { podFixed } });
}
