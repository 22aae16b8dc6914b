import { readTree, Tree } from '../changes/tree';
import { filesOf, planFiles } from '../gitops/app-files';
import { planApp } from '../gitops/app-plan';
import { Bundle } from '../gitops/bundle';
import { SpinKube } from '../platform/spinkube';
import { SpinKubeRelease } from '../releases/registry';
import { partsOf } from '../synth/output/text';
import { isManifestFile } from '../validation/documents/read-files';
import { FieldValidation } from '../validation/field-validation';

/** The platform of a release with its defaults, as its bundle would be in a folder. */
export function releaseTree(release: SpinKubeRelease): Tree {
  const bundle = new Bundle();
  new SpinKube(bundle, 'spinkube', { release });
  const plan = planApp(bundle, { fieldValidation: FieldValidation.WARN });
  const files = filesOf(planFiles(bundle, plan, { directory: '.' }), []);
  const manifests = [...files].filter(([file]) => isManifestFile(file));
  return readTree(new Map(manifests.map(([file, { text }]) => [file, partsOf(text).join('')])));
}
