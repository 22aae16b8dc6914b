import { field, Manifest } from './manifest';

/** Label of the Jobs of a smoke test and of their pods. Its value is the name of the test, which each Job extends by a hash. */
export const SMOKE_TEST = 'cdk8s-spinkube/smoke-test';

/** Name of the smoke test that a Job belongs to; undefined for other objects. */
export function smokeTestOf(manifest: Pick<Manifest, 'kind'>): string | undefined {
  const name = manifest.kind === 'Job' ? field(manifest, 'metadata', 'labels', SMOKE_TEST) : undefined;
  return typeof name === 'string' ? name : undefined;
}
