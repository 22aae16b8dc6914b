import { Case } from './case';
import { COMPLETE, executor, spinApp } from './objects';

export const METADATA_CASES: readonly Case[] = [
  [
    'warning spin-app-name',
    spinApp({}, { name: 'a'.repeat(53) }),
    `'metadata.name' (${'a'.repeat(53)}) must be at most 52 characters: the operator makes it part of a label key; choose a shorter name`,
    spinApp({}, { name: 'a'.repeat(52) }),
  ],
  [
    'warning spin-app-name',
    spinApp({}, { name: '1a' }),
    "'metadata.name' (1a) is not a valid Service name: use lower-case letters, digits and dashes, and begin with a letter; the Service and the container have the same name",
    spinApp({}, { name: 'a1' }),
  ],
  [
    'warning spin-app-service-account',
    spinApp({ serviceAccountName: 'A' }),
    "'spec.serviceAccountName' (A) is not a valid object name: use lower-case letters, digits, dashes and dots, at most 253 characters; begin and end it with a letter or digit",
    spinApp({ serviceAccountName: 'a.b-c' }),
  ],
  [
    'warning spin-app-service-account',
    spinApp({ serviceAccountName: 'runner' }),
    "'spec.serviceAccountName' (runner) does not exist in namespace shop; add the ServiceAccount",
    spinApp({ serviceAccountName: 'default' }),
    [executor({})],
    COMPLETE,
  ],
  [
    'warning spin-app-pod-labels',
    spinApp({ podLabels: { 'a/b/c': 'd' } }),
    "'spec.podLabels['a/b/c']' (a/b/c) is not a valid qualified name: use at most 63 letters, digits, dashes, underscores and dots; it may have a DNS name and a slash as a prefix",
    spinApp({ podLabels: { 'a.b/C_d.e': '' } }),
  ],
  [
    'warning spin-app-pod-labels',
    spinApp({ podLabels: { a: 'b c' } }),
    "'spec.podLabels.a' (b c) is not a valid label value: use at most 63 letters, digits, dashes, underscores and dots, and begin and end with a letter or digit; shorten or change it, or use an annotation",
    spinApp({ podLabels: { a: 'b' } }),
  ],
  [
    'warning spin-app-pod-labels',
    spinApp({ podLabels: { '': 'a' } }),
    "'spec.podLabels['']' ('') is not a valid qualified name: use at most 63 letters, digits, dashes, underscores and dots; it may have a DNS name and a slash as a prefix",
    spinApp({ podLabels: { a: '' } }),
  ],
  ...['deploymentAnnotations', 'podAnnotations', 'serviceAnnotations'].map((property): Case => [
    'warning spin-app-annotation-keys',
    spinApp({ [property]: { 'a b': 'c' } }),
    `'spec.${property}['a b']' (a b) is not a valid qualified name: use at most 63 letters, digits, dashes, underscores and dots; it may have a DNS name and a slash as a prefix`,
    spinApp({ [property]: { 'Example.com/a': 'b c' } }),
  ]),
  [
    'warning spin-app-image-pull-secrets',
    spinApp({ imagePullSecrets: [{ name: 'a' }, { name: 'a' }] }),
    "'spec.imagePullSecrets[1].name' (a) is used twice, also by spec.imagePullSecrets[0]; rename one of them",
    spinApp({ imagePullSecrets: [{ name: 'a' }, { name: 'b' }] }),
  ],
  [
    'warning spin-app-image-pull-secrets',
    spinApp({ imagePullSecrets: [{}, { name: null }] }),
    "'spec.imagePullSecrets[1].name' ('') is used twice, also by spec.imagePullSecrets[0]; rename one of them",
    spinApp({ imagePullSecrets: [{}, { name: 'b' }] }),
  ],
];
