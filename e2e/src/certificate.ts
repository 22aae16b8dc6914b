import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { programPath } from './programs';
import { temporaryFolder } from './suite';

/** A certificate as a private certificate authority would issue it. */
export interface Certificate {
  /** The CA in PEM. */
  readonly caBundle: string;

  /** `data` of a Secret of the type kubernetes.io/tls. */
  readonly data: { readonly [key: string]: string };
}

/** Issues a certificate for a host, signed by a new CA. */
export function certificate(host: string): Certificate {
  const dir = temporaryFolder();
  execFileSync(programPath('e2e'), ['certificate', `--host=${host}`, `--dir=${dir}`]);
  const read = (file: string) => fs.readFileSync(path.join(dir, file));
  return {
    caBundle: read('ca.crt').toString(),
    data: { 'tls.crt': read('tls.crt').toString('base64'), 'tls.key': read('tls.key').toString('base64') },
  };
}
