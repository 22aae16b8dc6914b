import { Argument, Command, Option } from 'commander';
import { RELEASE_NAMES, checkOptionsOf } from '../lib/releases/registry';
import { REFERRED_KINDS } from '../lib/validation/admission/surroundings';
import { placeholderNotes } from '../lib/validation/documents/file-notes';
import { readFiles } from '../lib/validation/documents/read-files';
import { UnusableInput } from '../lib/validation/documents/unusable-input';
import { FieldValidation } from '../lib/validation/field-validation';
import { CheckOptions } from '../lib/validation/object-check';
import { validateObjects } from '../lib/validation/validate-objects';
import { ExitCode, withExitCodes } from './exit-codes';
import { asJson, asText } from './validate-report';

interface ValidateOptions {
  readonly allowPlaintextSecrets: boolean;
  readonly complete: boolean;
  readonly fieldValidation: FieldValidation;
  readonly json: boolean;
  readonly release?: string;
}

/** `cdk8s-spinkube validate`: checks manifests and reports what the cluster would reject, or accept but not act on. */
export function validateCommand(): Command {
  const fieldValidation = new Option('--field-validation <mode>', 'how to treat fields that the API server would drop')
    .choices(Object.values(FieldValidation))
    .default(FieldValidation.WARN);
  return withExitCodes(new Command('validate'))
    .description('Check Kubernetes manifests: report what the cluster would reject, or accept but not act on.')
    .addArgument(new Argument('<paths...>', 'files, directories, or - for standard input'))
    .option('--json', 'print one JSON object per line for each object', false)
    .option('--release <name>', 'SpinKube release that the cluster runs, such as 2026.11')
    .option('--complete', 'require everything that the objects refer to to be among them', false)
    .option('--allow-plaintext-secrets', 'accept Secrets with data, and values that look like secrets', false)
    .addOption(fieldValidation)
    .addHelpText('after', '\nExit codes: 0 no errors, 1 errors found, 2 wrong usage or input that cannot be checked')
    .action((paths: string[], options: ValidateOptions) => {
      process.exitCode = validate(paths, options);
    });
}

function validate(paths: string[], options: ValidateOptions): ExitCode {
  try {
    const release = options.release === undefined ? {} : releaseNamed(options.release);
    const { notes, objects } = readFiles(paths);
    const verdicts = validateObjects(objects, {
      allowPlaintextSecrets: options.allowPlaintextSecrets,
      fieldValidation: options.fieldValidation,
      knowledge: options.complete ? { completeKinds: REFERRED_KINDS, externals: [] } : undefined,
      ...release,
    });
    process.stdout.write(options.json ? asJson(verdicts) : asText(verdicts, [...notes, ...placeholderNotes(verdicts)]));
    return verdicts.some(({ findings }) => findings.some(({ level }) => level === 'error'))
      ? ExitCode.FOUND
      : ExitCode.CLEAN;
  } catch (error) {
    if (!(error instanceof UnusableInput)) {
      throw error;
    }
    process.stderr.write(`cdk8s-spinkube validate: ${error.message}\n`);
    return ExitCode.UNUSABLE;
  }
}

function releaseNamed(release: string): Partial<CheckOptions> {
  const known = checkOptionsOf(release);
  if (!known) {
    const names = RELEASE_NAMES.join(', ');
    throw new UnusableInput(`'--release' (${release}) is not a release of SpinKube; use one of ${names}`);
  }
  return known;
}
