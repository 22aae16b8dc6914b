import * as fs from 'fs';
import * as path from 'path';
import { Argument, Option } from 'commander';
import { artifactFiles } from '../lib/artifact/artifact-files';
import { gitRevision, timeOf } from '../lib/artifact/git-revision';
import { Annotations, Artifact, ociLayout } from '../lib/artifact/oci-layout';
import { spdxDocument } from '../lib/artifact/spdx';
import { ArchivedFile } from '../lib/artifact/tar';
import { writeNewFolder } from '../lib/init/new-folder';
import { counted } from '../lib/private/counted';
import { archivesIn, imagesIn } from '../lib/synth/images';
import { readFiles } from '../lib/validation/documents/read-files';
import { UnusableInput } from '../lib/validation/documents/unusable-input';
import { defineCommand } from './command';
import { repeatable } from './exclusion';
import { ExitCode } from './exit-codes';
import { Progress } from './progress';
import { Output } from './terminal';
import { packageVersion } from './version';

interface PackageOptions {
  readonly annotation: readonly string[];
  readonly json?: true;
  readonly output: string;
  readonly revision?: string;
  readonly source?: string;
  readonly tag: string;
}

/** Origin of the files of an artifact, as far as it is known. */
interface Origin {
  readonly source?: string;
  readonly revision?: string;
  readonly created?: string;
}

/** Names of annotations, which the OCI image specification defines. */
const ANNOTATION = 'org.opencontainers.image';

/** Names of the files and folders of a layout. */
const LAYOUT = ['blobs', 'index.json', 'oci-layout'];

/** `cdk8s-spinkube package`: writes an OCI image layout with the output of a bundle. */
export const packageCommand = defineCommand<[string], PackageOptions>({
  arguments: [new Argument('<dir>', 'output directory of a bundle, or any folder with manifests')],
  options: [
    new Option('--output <folder>', 'where to write the OCI image layout; replaces one').makeOptionMandatory(),
    new Option('--tag <tag>', 'tag of the artifact').default('latest'),
    new Option('--source <url>', 'address of the sources (default: that of the Git repository of <dir>)'),
    new Option('--revision <revision>', 'revision of the sources (default: the commit, unless files differ from it)'),
    repeatable('--annotation <name=value>', 'annotation of the artifact; repeatable'),
    new Option('--json', 'print digest, tag, annotations and files as JSON'),
  ],
  details: `The same files of the same commit give the same digest. The artifact is for the OCIRepository of Flux and the OCI source of
Argo CD. A software bill of materials (SPDX) with the images and archives that the manifests need refers to it.
Times are those of the commit, or of SOURCE_DATE_EPOCH.`,
  examples: [
    'cdk8s-spinkube package dist --output oci --tag 1.0.0',
    'oras cp --recursive --from-oci-layout oci:1.0.0 registry.example.com/platform:1.0.0',
  ],
  exitCodes: '0 written, 2 wrong usage, input that cannot be read, or an output that is something else',
  run: ([folder], options, { stderr, stdout }) => {
    checkPlaces(folder, options);
    const files = artifactFiles(folder);
    const origin = originOf(folder, options, stderr);
    const annotations = { ...annotationsOf(origin), ...givenAnnotations(options.annotation) };
    const bill = billOf(folder, origin, stderr);
    const artifact = ociLayout(files, annotations, options.tag, bill);
    replaceLayout(options.output, artifact);
    stdout.write(options.json ? asJson(artifact, annotations, files, options) : asText(artifact, files, options));
    return ExitCode.CLEAN;
  },
});

function checkPlaces(folder: string, { output, tag }: PackageOptions): void {
  const below = path.relative(folder, output);
  if (!path.isAbsolute(below) && below.split(path.sep)[0] !== '..') {
    throw new UnusableInput(`'--output' (${output}) must not be in '${folder}', which is packaged; use another folder`);
  }
  if (!/^\w[\w.-]{0,127}$/.test(tag)) {
    const rule =
      'must be at most 128 letters, digits, underscores, hyphens and dots, and not begin with a hyphen or dot';
    throw new UnusableInput(`'--tag' (${tag}) ${rule}; use a version such as 1.0.0`);
  }
}

/** Source, revision and time: those given, or those of the commit. */
function originOf(folder: string, given: PackageOptions, stderr: Output): Origin {
  const commit = gitRevision(folder);
  const revision = given.revision ?? (commit?.isChanged ? undefined : commit?.revision);
  if (commit && revision === undefined) {
    stderr.write(
      `The artifact has no revision: files of the repository differ from the commit; commit them, or use --revision\n`,
    );
  }
  const epoch = process.env.SOURCE_DATE_EPOCH;
  if (epoch !== undefined && !/^\d{1,11}$/.test(epoch)) {
    throw new UnusableInput(`SOURCE_DATE_EPOCH (${epoch}) must be a number of seconds since 1970`);
  }
  const created = epoch === undefined ? commit?.created : timeOf(Number(epoch));
  return { source: given.source ?? commit?.source, revision, created };
}

function annotationsOf({ created, revision, source }: Origin): Annotations {
  const found = { created, revision, source };
  const known = Object.entries(found).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(known.map(([name, value]) => [`${ANNOTATION}.${name}`, value]));
}

function givenAnnotations(given: readonly string[]): Annotations {
  return Object.fromEntries(
    given.map((one) => {
      const equals = one.indexOf('=');
      if (equals < 1) {
        throw new UnusableInput(`'--annotation' (${one}) must be NAME=VALUE, such as team=payments`);
      }
      return [one.slice(0, equals), one.slice(equals + 1)];
    }),
  );
}

/** The software bill of materials, for the digest of the artifact. */
function billOf(folder: string, { created, source }: Origin, stderr: Output): (digest: string) => object {
  const { objects } = Progress.during(stderr, ({ onFile }) => readFiles([folder], { onFile }));
  const unread = objects.find(({ problem }) => problem);
  if (unread?.problem) {
    throw new UnusableInput(`'${unread.file}' cannot be read: ${unread.problem.text}; ${unread.problem.remedy}`);
  }
  const manifests = objects.flatMap(({ manifest }) => manifest ?? []);
  return (digest) =>
    spdxDocument({
      name: nameOf(source ?? path.resolve(folder)),
      digest,
      source,
      images: imagesIn(manifests),
      archives: archivesIn(manifests),
      created: created ?? timeOf(0),
      tool: `cdk8s-spinkube-${packageVersion()}`,
    });
}

function nameOf(place: string): string {
  return path.basename(place.replaceAll(/[:\\]/g, '/'), '.git');
}

/** Writes a layout to an empty folder, or in place of another layout, which stays if that fails. */
function replaceLayout(folder: string, { files }: Artifact): void {
  const isLayout =
    fs.existsSync(path.join(folder, 'oci-layout')) && fs.readdirSync(folder).every((name) => LAYOUT.includes(name));
  if (!isLayout) {
    writeNewFolder(folder, files);
    return;
  }
  const before = `${path.resolve(folder)}.${process.pid}.old`;
  fs.renameSync(folder, before);
  try {
    writeNewFolder(folder, files);
    fs.rmSync(before, { recursive: true });
  } catch (error) {
    fs.renameSync(before, folder);
    throw error;
  }
}

function asText({ digest }: Artifact, files: readonly ArchivedFile[], { output, tag }: PackageOptions): string {
  return `${counted(files.length, 'file')} in ${output}, tag ${tag}, digest ${digest}

Push the artifact and its bill of materials, and sign it:
  oras cp --recursive --from-oci-layout ${output}:${tag} registry.example.com/platform:${tag}
  cosign sign registry.example.com/platform@${digest}
`;
}

function asJson(
  { digest }: Artifact,
  annotations: Annotations,
  files: readonly ArchivedFile[],
  { output, tag }: PackageOptions,
): string {
  const result = { digest, tag, output, annotations, files: files.map((file) => file.path) };
  return `${JSON.stringify(result, undefined, 2)}\n`;
}
