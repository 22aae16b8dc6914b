import { packageVersion } from '../version';

const DOCUMENTATION = 'https://github.com/cdk8s-spinkube/cdk8s-spinkube/blob';

/** Address of the page about a finding, of this version. */
export function pageOf({ page }: { readonly page: string }): string {
  return `${DOCUMENTATION}/v${packageVersion()}/docs/${page}`;
}
