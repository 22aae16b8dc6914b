import { GitRepository, OciRepository } from '../../../imports/source.toolkit.fluxcd.io';
import { GitSource } from '../git-source';
import { fluxUrl } from './flux-url';
import { Installation } from './installation';

/** The GitRepository or OCIRepository that holds the bundle. */
export function sourceManifest({ settings, sourceName }: Installation): unknown {
  const { interval, namespace, secretRef, source } = settings;
  const metadata = { name: sourceName, namespace };
  const common = {
    interval,
    url: fluxUrl(source),
    secretRef: secretRef === undefined ? undefined : { name: secretRef },
  };
  if (source instanceof GitSource) {
    const { branch, commit, tag } = source;
    return GitRepository.manifest({ metadata, spec: { ...common, ref: { branch, commit, tag } } });
  }
  const { digest, semver, tag } = source;
  return OciRepository.manifest({ metadata, spec: { ...common, ref: { digest, semver, tag } } });
}
