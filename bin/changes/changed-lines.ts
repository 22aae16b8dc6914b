import { FieldChange } from '../../lib/changes/field-changes';
import { stringifyYaml } from '../../lib/synth/yaml';

/** The part of `diff` that is used here. */
interface Diff {
  readonly structuredPatch: (
    oldFile: string,
    newFile: string,
    before: string,
    after: string,
    oldHeader: undefined,
    newHeader: undefined,
    options: { readonly context: number },
  ) => { readonly hunks: readonly { readonly lines: readonly string[] }[] };
}

/** Unchanged lines that are shown around those that change. */
const CONTEXT = 2;

/** The lines of YAML that a change of a field removes (`-`) and adds (`+`), with some around them. */
export function changedLines({ after, before }: FieldChange): string[] {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it in every process
  const { structuredPatch } = require('diff') as Diff;
  const areTexts = [before, after].every((value) => typeof value === 'string' && value.includes('\n'));
  const [old, now] = [before, after].map((value) => (areTexts ? String(value) : yamlOf(value)));
  const { hunks } = structuredPatch('', '', old, now, undefined, undefined, { context: CONTEXT });
  return hunks.flatMap(({ lines }, index) => (index === 0 ? lines : [' …', ...lines]));
}

function yamlOf(value: unknown): string {
  return value === undefined ? '' : stringifyYaml(value);
}
