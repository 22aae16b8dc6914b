import { Argument, Option } from 'commander';
import { Conversion, convertText } from '../lib/convert/convert-text';
import { changeTo, CURRENT_GROUP, GroupChange, TARGET_GROUPS } from '../lib/convert/group-change';
import { counted } from '../lib/private/counted';
import { replaceFiles } from '../lib/synth/output/replace-files';
import { filesAt } from '../lib/validation/documents/read-files';
import { readTexts, STANDARD_INPUT, TooLarge } from '../lib/validation/documents/read-texts';
import { SourceText } from '../lib/validation/documents/source-text';
import { UnusableInput } from '../lib/validation/documents/unusable-input';
import { defineCommand } from './command';
import { excludedBy, excludeOption } from './exclusion';
import { ExitCode } from './exit-codes';
import { Progress } from './progress';
import { Terminal } from './terminal';

interface ConvertOptions {
  readonly exclude: readonly string[];
  readonly json?: true;
  readonly output?: string;
  readonly to: string;
  readonly write: boolean;
}

interface ConvertedFile extends Conversion {
  readonly file: string;
}

/** The target that is not an API group: a program with constructs. */
const TYPESCRIPT = 'typescript';

/**
 * `cdk8s-spinkube convert`: changes the API group of SpinApps and SpinAppExecutors in manifests, and of what refers to them,
 * or writes a program that makes the objects.
 */
export const convertCommand = defineCommand<[string[]], ConvertOptions>({
  arguments: [new Argument('<paths...>', 'files, directories, or - for standard input')],
  options: [
    new Option('--to <target>', 'API group, or typescript for a program with constructs')
      .choices([...TARGET_GROUPS, TYPESCRIPT])
      .makeOptionMandatory(),
    new Option('--output <file>', 'write the program to a file instead of standard output'),
    new Option('--write', 'replace the files instead of writing to standard output').default(false),
    new Option('--json', 'write the texts and losses of the files as JSON'),
    excludeOption(),
  ],
  details: `Losses, such as fields that the group does not have, are listed on standard error. They are left unchanged. So are
objects that a construct would reject: the program has them as ApiObject.`,
  examples: [
    'cdk8s-spinkube convert --to core.spinkube.dev spinapp.yaml > converted.yaml',
    'cdk8s-spinkube convert --to core.spinkube.dev --write manifests',
    'cdk8s-spinkube convert --to typescript --output main.ts manifests',
    'kubectl get spinapps,spinappexecutors --output yaml | cdk8s-spinkube convert --to typescript -',
  ],
  exitCodes: '0 converted, 1 converted with losses, 2 wrong usage or input that cannot be converted',
  run: ([paths], options, terminal) => {
    const { exclude, json, output, to, write } = options;
    const { stderr, stdout } = terminal;
    if (write && paths.includes(STANDARD_INPUT)) {
      throw new UnusableInput("'--write' cannot be used with standard input; omit it");
    }
    if (write && to === TYPESCRIPT) {
      throw new UnusableInput(`'--write' cannot be used with '--to ${TYPESCRIPT}'; use '--output' with a file`);
    }
    if (output !== undefined && to !== TYPESCRIPT) {
      throw new UnusableInput(`'--output' is only for '--to ${TYPESCRIPT}'; use '--write' to replace the files`);
    }
    const isExcluded = excludedBy(exclude);
    const files = paths.flatMap(filesAt).filter((file) => file === STANDARD_INPUT || !isExcluded(file));
    if (to === TYPESCRIPT) {
      return convertToTypeScript(files, options, terminal);
    }
    const converted = convertFiles(files, changeTo(to), stderr);
    if (write) {
      writeFiles(converted);
    }
    if (json) {
      stdout.write(asJson(converted));
    } else {
      stdout.write(write ? '' : joined(converted.map(({ text }) => text)));
      stderr.write(reportOf(converted));
    }
    return converted.some(({ losses }) => losses.length > 0) ? ExitCode.FOUND : ExitCode.CLEAN;
  },
});

/** Writes one program for all files. Objects of the old API group are converted before. */
function convertToTypeScript(
  files: readonly string[],
  { json, output }: Pick<ConvertOptions, 'json' | 'output'>,
  { stderr, stdout }: Terminal,
): ExitCode {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the constructs take long to load, and only programs need them
  const { programFor, summaryOf } = require('./convert/to-typescript') as typeof import('./convert/to-typescript');
  const program = programFor(convertFiles(files, changeTo(CURRENT_GROUP), stderr));
  if (output !== undefined) {
    usable(`'${output}' cannot be written`, () => {
      replaceFiles(new Map([[output, program.text]]));
    });
  }
  if (json) {
    const { notes, text } = program;
    stdout.write(`${JSON.stringify({ text, notes }, undefined, 2)}\n`);
  } else {
    stdout.write(output === undefined ? program.text : '');
    stderr.write(summaryOf(program));
  }
  return program.isLossy ? ExitCode.FOUND : ExitCode.CLEAN;
}

function convertFiles(files: readonly string[], change: GroupChange, stderr: Terminal['stderr']): ConvertedFile[] {
  return Progress.during(stderr, ({ onFile }) =>
    files.map((file) => {
      const converted = convertFile(file, change);
      onFile();
      return converted;
    }),
  );
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
  const losses = counted(lines.length, 'loss', 'losses');
  return [...lines, `${changed} of ${files.length} files converted, ${losses}`].map((line) => `${line}\n`).join('');
}

function asJson(all: readonly ConvertedFile[]): string {
  const files = all.map(({ file, losses, renamed, text }) => ({
    file,
    changed: renamed > 0,
    losses: losses.map(({ position: { column, line }, text: loss }) => ({ line, column, text: loss })),
    text,
  }));
  return `${JSON.stringify({ files }, undefined, 2)}\n`;
}
