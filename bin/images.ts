import { dump } from 'js-yaml';
import { Argument, Option } from 'commander';
import { Archive, archivesIn, imagesIn } from '../lib/gitops/images';
import { quote } from '../lib/gitops/kubectl/shell';
import { readFiles } from '../lib/validation/documents/read-files';
import { UnusableInput } from '../lib/validation/documents/unusable-input';
import { defineCommand } from './command';
import { excludedBy, excludeOption } from './exclusion';
import { ExitCode } from './exit-codes';

interface ImagesOptions {
  readonly exclude: readonly string[];
  readonly format: string;
  readonly json?: true;
}

/** The images that a cluster pulls, and the archives that its nodes download. */
interface Needs {
  readonly images: readonly string[];
  readonly archives: readonly Archive[];
}

/** Text of each format. */
const FORMATS: { readonly [format: string]: (needs: Needs) => string } = {
  text: ({ archives, images }) => lines([...images, ...archives.map(({ url }) => url)]),
  json: (needs) => `${JSON.stringify(needs, undefined, 2)}\n`,
  skopeo: ({ images }) => dump(skopeoSource(images)),
  'crane-script': craneScript,
};

/** `cdk8s-spinkube images`: lists the images and archives that manifests need. */
export const imagesCommand = defineCommand<[string[]], ImagesOptions>({
  arguments: [new Argument('<paths...>', 'files, directories, or - for standard input')],
  options: [
    new Option('--format <format>', 'output format').choices(Object.keys(FORMATS)).default('text'),
    new Option('--json', 'same as --format json').conflicts('format'),
    excludeOption(),
  ],
  details: `Formats:
  text          one image or URL of an archive per line
  json          images and archives, with their SHA-256 checksums
  skopeo        images for skopeo sync --scoped --src yaml
  crane-script  shell script that copies the images to $REGISTRY, as imageRegistry of SpinKube names them, by crane, and
                downloads the archives by curl`,
  examples: [
    'cdk8s-spinkube images dist',
    'cdk8s-spinkube images --format crane-script dist | REGISTRY=registry.example.com/mirror sh',
  ],
  exitCodes: '0 listed, 2 wrong usage or input that cannot be read',
  run: ([paths], { exclude, format, json }, { stdout }) => {
    const { objects } = readFiles(paths, { isExcluded: excludedBy(exclude) });
    for (const { file, problem } of objects) {
      if (problem) {
        throw new UnusableInput(`'${file}' cannot be read: ${problem.text}; ${problem.remedy}`);
      }
    }
    const manifests = objects.flatMap(({ manifest }) => manifest ?? []);
    stdout.write(FORMATS[json ? 'json' : format]({ images: imagesIn(manifests), archives: archivesIn(manifests) }));
    return ExitCode.CLEAN;
  },
});

/** Host, repository, and tag or digest of an image. */
interface Reference {
  readonly host: string;
  readonly repository: string;
  readonly version: string;
}

/** Reads an image as container runtimes do: `nginx` is `docker.io/library/nginx:latest`. A digest comes before a tag. */
function parseImage(image: string): Reference {
  const [name] = image.split('@');
  const digest = image.split('@').at(1);
  const [first, ...others] = name.split('/');
  const hasHost = others.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  const path = hasHost ? others.join('/') : name;
  const [repository, tag = 'latest'] = path.split(':');
  return {
    host: hasHost ? first : 'docker.io',
    repository: hasHost || others.length > 0 ? repository : `library/${repository}`,
    version: digest ?? tag,
  };
}

/** Tags and digests by host and repository. */
function skopeoSource(all: readonly string[]): object {
  const references = all.map(parseImage);
  return byKey(references, 'host', (ofHost) => ({
    images: byKey(ofHost, 'repository', (ofRepository) => ofRepository.map(({ version }) => version)),
  }));
}

function byKey(all: readonly Reference[], key: keyof Reference, valueOf: (some: Reference[]) => object): object {
  const keys = [...new Set(all.map((one) => one[key]))];
  return Object.fromEntries(keys.map((one) => [one, valueOf(all.filter((reference) => reference[key] === one))]));
}

function craneScript({ archives, images: all }: Needs): string {
  return lines([
    '#!/bin/sh',
    '# Copies the images to REGISTRY, and downloads the archives into the current folder.',
    'set -eu',
    ': "${REGISTRY:?must be set, for example to registry.example.com/mirror}"',
    ...all.map((image) => {
      const { host, repository, version } = parseImage(image);
      const path = `${repository}${version.includes(':') ? '@' : ':'}${version}`;
      return `crane copy ${quote(`${host}/${path}`)} "$REGISTRY"/${quote(path)}`;
    }),
    ...archives.flatMap(({ sha256, url }) => {
      const file = quote(url.replace(/[?#].*/, '').replace(/.*\//, ''));
      const download = `curl --fail --silent --show-error --location --output ${file} ${quote(url)}`;
      return sha256 === undefined ? [download] : [download, `echo ${quote(sha256)}'  '${file} | sha256sum --check`];
    }),
  ]);
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join('');
}
