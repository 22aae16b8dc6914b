import * as fs from 'fs';
import { packageFile } from '../lib/private/package-files';

/** Version of this package. */
export function packageVersion(): string {
  const { version } = JSON.parse(fs.readFileSync(packageFile('package.json'), 'utf8')) as { readonly version: string };
  return version;
}
