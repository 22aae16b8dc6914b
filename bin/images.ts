import * as path from 'path';
import { Argument, Option } from 'commander';
import { craneScript, ImageNeeds, skopeoSource } from '../lib/gitops/image-copies';
import { MirroredCopy } from '../lib/gitops/image-mirror';
import { INVENTORY, mirroredIn } from '../lib/gitops/inventory';
import { archivesIn, imagesIn } from '../lib/synth/images';
import { FileNote } from '../lib/validation/documents/file-notes';
import { readFiles } from '../lib/validation/documents/read-files';
import { UnusableInput } from '../lib/validation/documents/unusable-input';
import { defineCommand } from './command';
import { excludedBy, excludeOption } from './exclusion';
import { ExitCode } from './exit-codes';
import { Progress } from './progress';

interface ImagesOptions {
  readonly exclude: readonly string[];
  readonly format: string;
  readonly json?: true;
}

/** Text of each format. */
const FORMATS: { readonly [format: string]: (needs: ImageNeeds) => string } = {
  text: ({ archives, images }) => lines([...images, ...archives.map(({ url }) => url)]),
  json: ({ mirror, ...needs }) =>
    `${JSON.stringify({ ...needs, ...(mirror.length > 0 ? { mirror } : {}) }, undefined, 2)}\n`,
  skopeo: skopeoSource,
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
  json          images and archives, with their SHA-256 checksums and their origins if there is an ImageMirror
  skopeo        images for skopeo sync --scoped --src yaml, which names copies as ImageMirror.prefix() does
  crane-script  shell script that copies the images by crane, and downloads the archives by curl

The script copies images to where a bundle with an ImageMirror expects them. For other manifests, it copies them to
$REGISTRY, as ImageMirror.prefix() names them.`,
  examples: [
    'cdk8s-spinkube images dist',
    'cdk8s-spinkube images --format crane-script dist | sh',
    'cdk8s-spinkube images --format crane-script manifests | REGISTRY=registry.example.com/mirror sh',
  ],
  exitCodes: '0 listed, 2 wrong usage or input that cannot be read',
  run: ([paths], { exclude, format, json }, { stderr, stdout }) => {
    const { notes, objects } = Progress.during(stderr, ({ onFile }) =>
      readFiles(paths, { isExcluded: excludedBy(exclude), onFile }),
    );
    for (const { file, problem } of objects) {
      if (problem) {
        throw new UnusableInput(`'${file}' cannot be read: ${problem.text}; ${problem.remedy}`);
      }
    }
    const manifests = objects.flatMap(({ manifest }) => manifest ?? []);
    const needs = { images: imagesIn(manifests), archives: archivesIn(manifests), mirror: mirrorOf(notes) };
    stdout.write(FORMATS[json ? 'json' : format](needs));
    return ExitCode.CLEAN;
  },
});

/** The copies that the bundles among files expect in their mirrors. */
function mirrorOf(notes: readonly FileNote[]): MirroredCopy[] {
  const inventories = notes.filter(({ file }) => path.basename(file) === INVENTORY);
  const copies = inventories.flatMap(({ file }) => mirroredIn(path.dirname(file)));
  const byTarget = new Map(copies.map((copy) => [copy.to, copy]));
  return [...byTarget.values()].sort((a, b) => (a.to < b.to ? -1 : 1));
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join('');
}
