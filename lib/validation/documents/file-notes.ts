import * as fs from 'fs';
import * as path from 'path';
import { groupOf } from '../../synth/manifest';
import { isKustomization, Kustomizations } from './kustomizations';
import { isForeign, OBJECT_RULE, SourceObject, YAML_RULE } from './read-objects';

/** A note about a file without objects as the cluster gets them: its nature, and how to render it. */
export interface FileNote {
  readonly file: string;

  /** As a sentence after the name of the file. */
  readonly text: string;
}

const COMMAND = '| cdk8s-spinkube validate -';

/**
 * Tells what a file is, unless it has objects to check: a kustomization, a patch, a template or the values of a Helm chart,
 * or something that is not for Kubernetes.
 */
export function noteOf(
  file: string,
  objects: readonly SourceObject[],
  kustomizations: Kustomizations,
): FileNote | undefined {
  const text =
    kustomizationNote(file, objects) ??
    patchNote(file, kustomizations) ??
    templateNote(file, objects) ??
    foreignNote(file, objects);
  return text === undefined ? undefined : { file, text };
}

const KUSTOMIZE_GROUP = 'kustomize.config.k8s.io';

function kustomizationNote(file: string, objects: readonly SourceObject[]): string | undefined {
  const isOne =
    isKustomization(file) ||
    (objects.length > 0 && objects.every(({ manifest }) => manifest && groupOf(manifest) === KUSTOMIZE_GROUP));
  return isOne ? `is a kustomization; check what it builds: ${kustomizeBuild(path.dirname(file))}` : undefined;
}

function kustomizeBuild(folder: string): string {
  return `kustomize build ${folder} ${COMMAND}`;
}

function patchNote(file: string, kustomizations: Kustomizations): string | undefined {
  const owner = kustomizations.patchedBy(file);
  return owner === undefined
    ? undefined
    : `is a patch of ${owner}; check the objects that it changes: ${kustomizeBuild(path.dirname(owner))}`;
}

/** Notes about files whose objects have placeholders for values that are not known. */
export function placeholderNotes(
  verdicts: readonly { readonly source: SourceObject; readonly placeholder?: string }[],
): FileNote[] {
  const notes = new Map<string, FileNote>();
  for (const { placeholder, source } of verdicts) {
    const { file } = source;
    if (placeholder !== undefined && !notes.has(file)) {
      const text = TEMPLATE_ACTION.test(placeholder) ? renderTemplate(file) : substitute(file, placeholder);
      notes.set(file, { file, text });
    }
  }
  return [...notes.values()];
}

function substitute(file: string, variable: string): string {
  const folder = path.dirname(file);
  return `has variables that Flux substitutes, such as ${variable}; check what it applies: kustomize build ${folder} | flux envsubst ${COMMAND}`;
}

/** An action of a Go template: `{{ .Values.image }}`, `{{- if .Values.ingress }}`. */
const TEMPLATE_ACTION = /\{\{[^{}]*\}\}/;

function templateNote(file: string, objects: readonly SourceObject[]): string | undefined {
  const isTemplate = objects.some(
    ({ origin, problem }) => problem?.rule === YAML_RULE && TEMPLATE_ACTION.test(origin?.text.content ?? ''),
  );
  return isTemplate ? renderTemplate(file) : undefined;
}

function renderTemplate(file: string): string {
  const chart = chartOf(path.dirname(file));
  return chart === undefined
    ? `is a template; check what it renders: pipe that to cdk8s-spinkube validate -`
    : `is a template of a Helm chart; check what it renders: helm template ${chart} ${COMMAND}`;
}

/** The nearest folder with a Helm chart. */
function chartOf(folder: string): string | undefined {
  if (fs.existsSync(path.join(folder, 'Chart.yaml'))) {
    return folder;
  }
  const outer = path.join(folder, '..');
  return path.resolve(outer) === path.resolve(folder) ? undefined : chartOf(outer);
}

/** The fields without which nothing is a Kubernetes object. */
const FIELDS = [/\bapiVersion\b/, /\bkind\b/];

function foreignNote(file: string, objects: readonly SourceObject[]): string | undefined {
  if (!isForeign(objects) && !objects.every(isForeignText)) {
    return undefined;
  }
  const folder = path.dirname(file);
  return /^values.*\.ya?ml$/.test(path.basename(file)) && fs.existsSync(path.join(folder, 'Chart.yaml'))
    ? `has the values of a Helm chart; check what it renders: helm template ${folder} --values ${file} ${COMMAND}`
    : 'contains no Kubernetes objects';
}

/** Text that is not valid YAML, such as JSON with comments, is an error only where it could be an object. */
function isForeignText({ origin, problem }: SourceObject): boolean {
  const content = origin?.text.content ?? '';
  return problem?.rule === OBJECT_RULE || (problem?.rule === YAML_RULE && !FIELDS.every((name) => name.test(content)));
}
