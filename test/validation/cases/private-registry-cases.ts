import { Manifest } from '../../../lib/synth/manifest';
import { Case } from './case';
import { inShop, shim } from './objects';

const SECRETS = { imagePullSecrets: [{ name: 'pull' }] };

const account = (name: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name, namespace: 'shop' },
  ...SECRETS,
});

function installer(
  pod: object,
  name = 'SHIM_NODE_INSTALLER_IMAGE',
  value = 'registry.example.com/a/installer',
): Manifest {
  const containers = [
    {
      name: 'manager',
      image: 'a',
      env: [
        { name: 'OTHER', value: 'b' },
        { name, value },
      ],
    },
  ];
  return inShop('apps/v1', 'Deployment', 'manager', { template: { spec: { containers, ...pod } } });
}

const workload = (apiVersion: string, kind: string, image: string, pod: object = {}): Manifest =>
  inShop(apiVersion, kind, 'a', { template: { spec: { initContainers: [{ name: 'a', image }], ...pod } } });

const job = (image: string, pod?: object) => workload('batch/v1', 'Job', image, pod);

const released = (spec: object) => shim({ fetchStrategy: spec });
const GITHUB = 'https://github.com/spinframework/containerd-shim-spin/releases/download/v0.23.0/shim.tar.gz';
const PLATFORM = { os: 'linux', arch: 'amd64' };

const JOBS =
  "'spec.template.spec.imagePullSecrets' ([{\"name\":\"pull\"}]) are not those of the Jobs on the nodes: they run as the ServiceAccount 'default' of this namespace, which has none; add a ServiceAccount 'default' with these imagePullSecrets";
const ARCHIVES = `'spec.template.spec.containers[0].env[1].value' (registry.example.com/a/installer) comes from a mirror, but the nodes download the Shim 'spin-v2' from ${GITHUB}; set 'fetchStrategy' of the Shim to copies of the archives that the nodes can reach`;
const JOB =
  "'spec.template.spec.initContainers[0].image' (registry.example.com/mirror/certgen:v1) comes from the same registry as the images of the Deployment 'a', which has imagePullSecrets, and this Job has none; set imagePullSecrets of its pods";

const OPERATOR = workload('apps/v1', 'Deployment', 'registry.example.com/mirror/operator', SECRETS);

export const PRIVATE_REGISTRY_CASES: readonly Case[] = [
  ...['INSTALLER_IMAGE', 'SHIM_NODE_INSTALLER_IMAGE'].map((name): Case => [
    'warning node-installer-pull-secrets',
    installer(SECRETS, name),
    JOBS,
    installer({}, name),
    [account('manager')],
  ]),
  ['warning node-installer-pull-secrets', installer(SECRETS), JOBS, installer(SECRETS, 'OTHER_IMAGE')],
  ...[{ platforms: [{ ...PLATFORM, location: GITHUB }] }, { anonHttp: { location: GITHUB } }].map((strategy): Case => [
    'warning node-installer-archives',
    installer({}),
    ARCHIVES,
    installer({}, undefined, 'ghcr.io/spinframework/runtime-class-manager/node-installer:v0.2.0'),
    [released(strategy)],
  ]),
  [
    'warning job-pull-secrets',
    job('registry.example.com/mirror/certgen:v1'),
    JOB,
    job('registry.example.com/mirror/certgen:v1', SECRETS),
    [OPERATOR],
  ],
  [
    'warning job-pull-secrets',
    job('registry.example.com/mirror/certgen:v1'),
    JOB,
    job('registry.example.com/mirror/certgen:v1', { serviceAccountName: 'certgen' }),
    [OPERATOR, account('certgen')],
  ],
  [
    'warning job-pull-secrets',
    job('registry.example.com/mirror/certgen:v1'),
    JOB,
    job('registry.example.com/public/certgen:v1'),
    [OPERATOR],
  ],
];
