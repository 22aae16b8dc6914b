import { RELEASES, SpinKubeRelease } from '../releases/registry';

/** The name in releases up to 2026.11 and in mixes, whatever the handler is. */
const FIXED_NAME = 'wasmtime-spin-v2';

/**
 * Default name of the RuntimeClass of a platform: `wasmtime-` and its handler. A handler is immutable, so another one needs
 * another name.
 *
 * @see docs/decisions/0007-runtime-class-names.md
 */
export function runtimeClassName(release: SpinKubeRelease, handler: string): string {
  const followsHandler = RELEASES.indexOf(release) >= RELEASES.indexOf(SpinKubeRelease.V2026_12);
  return followsHandler ? `wasmtime-${handler}` : FIXED_NAME;
}
