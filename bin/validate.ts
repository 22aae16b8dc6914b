import * as fs from 'fs';
import * as path from 'path';
import * as v8 from 'v8';
import { Argument, Option } from 'commander';
import { RELEASE_NAMES, checkOptionsOf } from '../lib/releases/registry';
import { REFERRED_KINDS } from '../lib/validation/admission/surroundings';
import { FileNote, placeholderNotes } from '../lib/validation/documents/file-notes';
import { readFiles } from '../lib/validation/documents/read-files';
import { SourceObject } from '../lib/validation/documents/read-objects';
import { UnusableInput } from '../lib/validation/documents/unusable-input';
import { FieldValidation } from '../lib/validation/field-validation';
import { CheckOptions } from '../lib/validation/object-check';
import { Level } from '../lib/validation/problems';
import { validateObjects, Verdict } from '../lib/validation/validate-objects';
import { byCluster, INVENTORY } from './clusters';
import { defineCommand } from './command';
import { excludedBy, excludeOption, repeatable } from './exclusion';
import { ExitCode } from './exit-codes';
import { Format, FORMATS } from './formats/format';
import { Progress } from './progress';
import { findingsOf, isFailure, Report, reportOf } from './report';
import { SchemaOptions, schemaOptions } from './schema-options';

interface ValidateOptions extends SchemaOptions {
  readonly allowPlaintextSecrets: boolean;
  readonly complete: boolean;
  readonly exclude: readonly string[];
  readonly failOn: Level;
  readonly fieldValidation: FieldValidation;
  readonly format: Format;
  readonly json?: true;
  readonly perDirectory: boolean;
  readonly release?: string;
}

/** `cdk8s-spinkube validate`: checks manifests and reports what the cluster would reject, or accept but not act on. */
export const validateCommand = defineCommand<[string[]], ValidateOptions>({
  arguments: [new Argument('<paths...>', 'files, directories, or - for standard input')],
  options: [
    choice('--format <format>', 'output format', Object.keys(FORMATS), 'text'),
    new Option('--json', 'same as --format json').conflicts('format'),
    choice('--fail-on <level>', 'lowest level of findings that fails', ['error', 'warning'], 'error'),
    excludeOption(),
    new Option('--release <name>', 'SpinKube release that the cluster runs, such as 2026.12'),
    new Option('--kubernetes-version <version>', 'version of the cluster, such as 1.34 (default: the newest known)'),
    repeatable('--schema-location <path>', 'file or directory with more CustomResourceDefinitions; repeatable'),
    new Option('--complete', 'require everything that the objects refer to to be among them').default(false),
    new Option('--per-directory', 'check each directory given as a cluster of its own').default(false),
    new Option('--allow-plaintext-secrets', 'accept Secrets with data, and values that look like secrets').default(
      false,
    ),
    choice(
      '--field-validation <mode>',
      'how to treat fields that the API server would drop',
      Object.values(FieldValidation),
      FieldValidation.WARN,
    ),
  ],
  examples: [
    'cdk8s-spinkube validate dist',
    'kubectl get spinapps -A -o yaml | cdk8s-spinkube validate --fail-on warning -',
  ],
  exitCodes: '0 passed, 1 failed, 2 wrong usage or input that cannot be checked',
  run: ([paths], options, { stderr, stdout }) => {
    const report = Progress.during(stderr, (progress) => check(paths, options, progress));
    stdout.write(FORMATS[options.json ? 'json' : options.format](report));
    return findingsOf(report).some(([, finding]) => isFailure(finding, report)) ? ExitCode.FOUND : ExitCode.CLEAN;
  },
});

function choice(flags: string, description: string, choices: readonly string[], preset: string): Option {
  return new Option(flags, description).choices(choices).default(preset);
}

/** Size in bytes from which a file should take less memory rather than less time. */
const LARGE = 32 * 1024 * 1024;

/** Collects garbage before the heap has grown by 20 %, where V8 waits until it has doubled. */
function saveMemory(paths: readonly string[]): void {
  if (paths.some((place) => fs.existsSync(place) && fs.statSync(place).size > LARGE)) {
    v8.setFlagsFromString('--heap-growing-percent=20');
  }
}

function check(paths: string[], options: ValidateOptions, progress: Progress): Report {
  saveMemory(paths);
  const checkOptions: CheckOptions = {
    allowPlaintextSecrets: options.allowPlaintextSecrets,
    fieldValidation: options.fieldValidation,
    knowledge: options.complete ? { completeKinds: REFERRED_KINDS, externals: [] } : undefined,
    ...(options.release === undefined ? {} : releaseNamed(options.release)),
    ...schemaOptions(options),
  };
  const { notes, objects } = readFiles(paths, {
    isExcluded: excludedBy(options.exclude),
    onFile: progress.onFile,
  });
  const clusters = byCluster(objects, options.perDirectory ? paths : []);
  let checked = 0;
  const verdictOf = new Map<SourceObject, Verdict>();
  for (const cluster of clusters) {
    const verdicts = validateObjects(cluster, checkOptions, () => {
      progress.show(checked++, 'objects checked');
    });
    verdicts.forEach((verdict) => verdictOf.set(verdict.source, verdict));
  }
  const verdicts = objects.flatMap((object) => verdictOf.get(object) ?? []);
  const isInventory = ({ file }: FileNote) => path.basename(file) === INVENTORY;
  const remarks = [...notes.filter((note) => !isInventory(note)), ...placeholderNotes(verdicts)];
  return reportOf(verdicts, remarks, options.failOn);
}

function releaseNamed(release: string): Partial<CheckOptions> {
  const known = checkOptionsOf(release);
  if (!known) {
    const names = RELEASE_NAMES.join(', ');
    throw new UnusableInput(`'--release' (${release}) is not a release of SpinKube; use one of ${names}`);
  }
  return known;
}
