import { Case } from './case';
import { executor, inShop, spinApp } from './objects';

const SHA = 'a'.repeat(64);

const pod = (image: string) => ({ containers: [{ name: 'a', image }] });

const WORKLOADS: readonly [
  rule: string,
  apiVersion: string,
  kind: string,
  path: string,
  spec: (pod: object) => object,
][] = [
  ...['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'].map((kind): (typeof WORKLOADS)[number] => [
    `${kind === 'Deployment' ? 'deployment' : kind.replace('Set', '-set').toLowerCase()}-image`,
    'apps/v1',
    kind,
    'spec.template.spec',
    (spec) => ({ template: { spec } }),
  ]),
  ['job-image', 'batch/v1', 'Job', 'spec.template.spec', (spec) => ({ template: { spec } })],
  [
    'cron-job-image',
    'batch/v1',
    'CronJob',
    'spec.jobTemplate.spec.template.spec',
    (spec) => ({ jobTemplate: { spec: { template: { spec } } } }),
  ],
  ['pod-image', 'v1', 'Pod', 'spec', (spec) => spec],
];

/** Images that are wrong, what is said, and the nearest that are right. */
const IMAGES: readonly [wrong: string, text: string, right: string][] = [
  ['oci://ghcr.io/a/b:v1', 'is not a valid image: it must not have a scheme; remove oci://', 'ghcr.io/a/b:v1'],
  ['https://ghcr.io/a/b', 'is not a valid image: it must not have a scheme; remove https://', 'ghcr.io:443/a/b'],
  [
    'ghcr.io/Shop/App:V1',
    'is not a valid image: its name must be in lower case; use ghcr.io/shop/app:V1',
    'ghcr.io/shop/app:V1',
  ],
  ['a:v1:v2', 'is not a valid image; use the form registry/name:tag or registry/name@sha256:…', 'a:5000/b:v2'],
  ['a:', 'is not a valid image; use the form registry/name:tag or registry/name@sha256:…', 'a'],
  [
    `a@sha256:${SHA}a`,
    'is not a valid image: its digest is not valid; use sha256: and 64 hexadecimal digits',
    `a:v1@sha256:${SHA}`,
  ],
  ['a b', 'is not a valid image; use the form registry/name:tag or registry/name@sha256:…', 'a__b.c-d/e'],
  ['A', 'is not a valid image: its name must be in lower case; use a', 'ghcr.io/<username>/app:${TAG}'],
  ['a ', 'must not begin or end with a space; remove it', '[::1]:5000/a'],
];

export const IMAGE_CASES: readonly Case[] = [
  ['warning spin-app-image', spinApp({ image: '' }), "'spec.image' ('') is required; set it", spinApp({ image: 'a' })],
  ...IMAGES.map(([wrong, text, right]): Case => [
    'warning spin-app-image',
    spinApp({ image: wrong }),
    `'spec.image' (${wrong}) ${text}`,
    spinApp({ image: right }),
  ]),
  [
    'warning executor-image',
    executor({ createDeployment: true, deploymentConfig: { spinImage: 'oci://a' } }),
    "'spec.deploymentConfig.spinImage' (oci://a) is not a valid image: it must not have a scheme; remove oci://",
    executor({ createDeployment: true, deploymentConfig: { spinImage: 'a' } }),
  ],
  ...WORKLOADS.map(([rule, apiVersion, kind, path, spec]): Case => [
    `warning ${rule}`,
    inShop(apiVersion, kind, 'a', spec(pod('A'))),
    `'${path}.containers[0].image' (A) is not a valid image: its name must be in lower case; use a`,
    inShop(apiVersion, kind, 'a', spec(pod('a'))),
  ]),
];
