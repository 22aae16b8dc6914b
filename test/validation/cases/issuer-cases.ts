import { Case } from './case';
import { issuer } from './objects';

export const ISSUER_CASES: readonly Case[] = [
  ...(
    [
      ['Issuer', 'issuer-venafi'],
      ['ClusterIssuer', 'cluster-issuer-venafi'],
    ] as const
  ).flatMap(([kind, rule]): Case[] => [
    [
      `error ${rule}`,
      issuer(kind, { zone: 'a' }),
      `'spec.venafi' ({"zone":"a"}) must have exactly one of tpp, cloud and ngts; set one of them`,
      issuer(kind, { zone: 'a', tpp: {} }),
    ],
    [
      `error ${rule}`,
      issuer(kind, { tpp: {}, cloud: {} }),
      `'spec.venafi' ({"tpp":{},"cloud":{}}) must have exactly one of tpp, cloud and ngts; set one of them`,
      issuer(kind, { cloud: {} }),
    ],
  ]),
];
