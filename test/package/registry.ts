import { execFileSync } from 'child_process';
import { createHash } from 'crypto';
import * as fs from 'fs';
import { createServer } from 'http';
import { AddressInfo } from 'net';
import * as path from 'path';

const ROOT = path.join(__dirname, '..', '..');

/** A registry that has this package, as after a release, and sends requests for others to the registry of the settings. */
export interface Registry {
  readonly url: string;
  close(): void;
}

/** Starts a registry with a packed package. */
export async function startRegistry(tarball: string): Promise<Registry> {
  const content = fs.readFileSync(tarball);
  const integrity = `sha512-${createHash('sha512').update(content).digest('base64')}`;
  const manifest = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
  };
  const others = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim().replace(/\/$/, '');
  const file = `/${manifest.name}/-/packed.tgz`;
  const server = createServer(({ url: requested = '' }, response) => {
    if (requested === file) {
      response.end(content);
    } else if (requested === `/${manifest.name}`) {
      const { name, version } = manifest;
      const versions = { [version]: { ...manifest, dist: { tarball: `${urlOf()}${file}`, integrity } } };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ name, 'dist-tags': { latest: version }, versions }));
    } else {
      response.writeHead(302, { location: `${others}${requested}` }).end();
    }
  });
  const urlOf = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((started) => server.listen(0, '127.0.0.1', started));
  return {
    url: urlOf(),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
