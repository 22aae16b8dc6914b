import { install } from '../gitops/kinds/kubectl';
import { OBSERVED } from '../gitops/kinds/observed';

test.each(OBSERVED.map((one) => [`${one.apiVersion} ${one.kind}`, one.when, one] as const))(
  'install.sh waits for %s, and is right when %s',
  (_kind, _when, { kubectl, object }) => {
    expect(install(object)).toBe(kubectl);
  },
);
