import { Argument, Command, Option } from 'commander';
import { Conversion, convertText } from '../lib/convert/convert-text';
import { changeTo, GroupChange, TARGET_GROUPS } from '../lib/convert/group-change';
import { replaceFiles } from '../lib/synth/output/replace-files';
import { filesAt } from '../lib/validation/documents/read-files';
import { readTexts, STANDARD_INPUT, TooLarge } from '../lib/validation/documents/read-texts';
import { SourceText } from '../lib/validation/documents/source-text';
import { UnusableInput } from '../lib/validation/documents/unusable-input';
import { excludedBy, excludeOption } from './exclusion';
import { ExitCode } from './exit-codes';
import { onTerminal, Terminal } from './terminal';
import { packageVersion } from './version';

interface ConvertOptions {
  readonly exclude: readonly string[];
  readonly to: string;
  readonly write: boolean;
}

interface ConvertedFile extends Conversion {
  readonly file: string;
}

/**
 * `cdk8s-spinkube convert`: changes the API group of SpinApps and SpinAppExecutors in manifests, and of what refers to them.
 *
 * @param terminal where to write
 * @param done gets the exit code
 */
export function convertCommand(terminal: Terminal, done: (code: ExitCode) => void): Command {
  return onTerminal(new Command('convert'), terminal)
    .description('Change the API group of SpinApps and SpinAppExecutors in manifests, and of what refers to them.')
    .addArgument(new Argument('<paths...>', 'files, directories, or - for standard input'))
    .addOption(new Option('--to <group>', 'API group to convert to').choices(TARGET_GROUPS).makeOptionMandatory())
    .option('--write', 'replace the files instead of writing to standard output', false)
    .addOption(excludeOption())
    .version(packageVersion())
    .addHelpText('after', HELP)
    .action((paths: string[], options: ConvertOptions) => {
      done(convert(paths, options, terminal));
    });
}

const HELP = `
Losses, such as fields that the group does not have, are listed on standard error. They are left unchanged.

Exit codes: 0 converted, 1 converted with losses, 2 wrong usage or input that cannot be converted`;

function convert(paths: string[], { exclude, to, write }: ConvertOptions, { stderr, stdout }: Terminal): ExitCode {
  try {
    if (write && paths.includes(STANDARD_INPUT)) {
      throw new UnusableInput("'--write' cannot be used with standard input; omit it");
    }
    const isExcluded = excludedBy(exclude);
    const files = paths.flatMap(filesAt).filter((file) => file === STANDARD_INPUT || !isExcluded(file));
    const converted = files.map((file) => convertFile(file, changeTo(to)));
    if (write) {
      writeFiles(converted);
    } else {
      stdout.write(joined(converted.map(({ text }) => text)));
    }
    stderr.write(reportOf(converted));
    return converted.some(({ losses }) => losses.length > 0) ? ExitCode.FOUND : ExitCode.CLEAN;
  } catch (error) {
    if (!(error instanceof UnusableInput)) {
      throw error;
    }
    stderr.write(`cdk8s-spinkube convert: ${error.message}\n`);
    return ExitCode.UNUSABLE;
  }
}

function convertFile(file: string, change: GroupChange): ConvertedFile {
  const conversions = textsOf(file).map((text) => {
    if (text instanceof TooLarge) {
      throw new UnusableInput(`'${file}' (${text.firstLine}:1) ${text.text}; split it`);
    }
    return named(file, () => convertText(text, change));
  });
  return {
    file,
    text: conversions.map(({ text }) => text).join(''),
    renamed: conversions.reduce((sum, { renamed }) => sum + renamed, 0),
    losses: conversions.flatMap(({ losses }) => losses),
  };
}

function textsOf(file: string): (SourceText | TooLarge)[] {
  return usable(`'${file}' cannot be read`, () => [...readTexts(file)]);
}

function writeFiles(files: readonly ConvertedFile[]): void {
  const changed = files.filter(({ renamed }) => renamed > 0);
  const texts = new Map(changed.map(({ file, text }) => [file, text]));
  usable('cannot write the files', () => {
    replaceFiles(texts);
  });
}

/** Names the file in errors about its text. */
function named<T>(file: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw error instanceof UnusableInput ? new UnusableInput(`'${file}' ${error.message}`) : error;
  }
}

/** Turns an error of the file system into one that the command reports. */
function usable<T>(problem: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === undefined ? error : new UnusableInput(`${problem} (${code}); nothing was changed`);
  }
}

/** Files as one stream of documents. */
function joined(texts: readonly string[]): string {
  return texts
    .map((text) => (text === '' || text.endsWith('\n') ? text : `${text}\n`))
    .map((text, index) => (index === 0 || /^---\s/.test(text) ? text : `---\n${text}`))
    .join('');
}

function reportOf(files: readonly ConvertedFile[]): string {
  const lines = files.flatMap(({ file, losses }) =>
    losses.map(({ position: { column, line }, text }) => `${file}:${line}:${column} loss: ${text}`),
  );
  const changed = files.filter(({ renamed }) => renamed > 0).length;
  const losses = `${lines.length} ${lines.length === 1 ? 'loss' : 'losses'}`;
  return [...lines, `${changed} of ${files.length} files converted, ${losses}`].map((line) => `${line}\n`).join('');
}
