import { field, Manifest } from '../../synth/manifest';
import { Problem } from '../problems';
import { isEmpty } from '../requirement';
import { Rule, SOURCES } from './rule';

/** Rules that cert-manager's CRDs express in CEL. */
export const ISSUER_RULES: readonly Rule[] = ['Issuer', 'ClusterIssuer'].map((kind) => ({
  kind,
  groups: ['cert-manager.io'],
  name: `${kind === 'Issuer' ? 'issuer' : 'cluster-issuer'}-venafi`,
  level: 'error',
  description:
    'A Venafi issuer must have exactly one of `tpp`, `cloud` and `ngts`. Otherwise the API server rejects it.',
  source: SOURCES.certManager,
  check: checkVenafi,
}));

function checkVenafi({ spec }: Manifest): Problem[] {
  const value = field(spec, 'venafi');
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const given = ['tpp', 'cloud', 'ngts'].filter((name) => !isEmpty(field(value, name)));
  const text = 'must have exactly one of tpp, cloud and ngts';
  return given.length === 1 ? [] : [{ path: 'spec.venafi', value, text, remedy: 'set one of them' }];
}
