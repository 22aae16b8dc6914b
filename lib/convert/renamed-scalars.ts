import type { Document, Node, Scalar, YAMLMap } from 'yaml';
import { SourceText } from '../validation/documents/source-text';
import { UnusableInput } from '../validation/documents/unusable-input';
import { GroupChange } from './group-change';
import { Loss } from './loss';

/** A part of a text, and what replaces it. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The names in a text that change with the API group, and places that only a person can judge. */
export interface Renaming {
  readonly edits: readonly Edit[];
  readonly losses: readonly Loss[];
}

/** Fields whose values are API groups, or names of kinds, labels and finalizers that begin with one. */
const NAMING_FIELDS: ReadonlySet<unknown> = new Set([
  'apiGroup',
  'apiGroups',
  'apiVersion',
  'apiVersions',
  'finalizers',
  'group',
  'groups',
  'key',
  'kinds',
  'matchLabelKeys',
  'mismatchLabelKeys',
  'podTargetLabels',
  'targetLabels',
  'topologyKey',
]);

/** The package `yaml`, loaded where it is needed. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it in every process
const yaml = () => require('yaml') as typeof import('yaml');

/**
 * Finds the names in a text that change with the API group. All else, and comments, are left alone.
 *
 * @throws UnusableInput if the text is not valid YAML, even where kubectl reads it
 */
export function renamedScalars(text: SourceText, change: GroupChange): Renaming {
  const renamer = new Renamer(text, change);
  for (const document of yaml().parseAllDocuments(text.content, { uniqueKeys: false, prettyErrors: false })) {
    for (const { message, pos } of document.errors) {
      const { column, line } = text.positionAt(pos[0]);
      throw new UnusableInput(`(${line}:${column}) is not valid YAML: ${message}`);
    }
    renamer.visit(document);
  }
  return renamer;
}

class Renamer implements Renaming {
  public readonly edits: Edit[] = [];
  public readonly losses: Loss[] = [];

  /** The group in any text, also as in paths of webhooks and labels of Prometheus. */
  private readonly mention: RegExp;

  /** Keys with the group: labels and annotations, and settings of Argo CD for a kind. */
  private readonly key: RegExp;

  /** Values with the group. */
  private readonly value: RegExp;

  public constructor(
    private readonly text: SourceText,
    private readonly change: GroupChange,
  ) {
    const group = change.from.group.replaceAll('.', '\\.');
    this.mention = new RegExp(change.from.group.replaceAll('.', '[._-]'), 'g');
    this.key = new RegExp(`^(?:${group}/|resource\\.customizations\\.[\\w.]+\\.${group}_)`);
    this.value = new RegExp(`^${group}(?:/|$)`);
  }

  public visit(document: Document): void {
    const { visit } = yaml();
    visit(document, {
      Map: (_, map) => {
        if (!this.isDefinition(map)) {
          return undefined;
        }
        this.keepDefinition(map);
        return visit.SKIP;
      },
      Scalar: (role, scalar, path) => {
        const isName = role === 'key' ? this.isKey(scalar, path.at(-2)) : this.isValue(scalar, path);
        if (isName) {
          this.rename(scalar);
        } else {
          this.keepMentions(scalar);
        }
      },
    });
  }

  private rename(scalar: Scalar): void {
    const [start, end] = rangeOf(scalar);
    this.edits.push({ start, end, text: this.renamed(this.text.content.slice(start, end)) });
  }

  private keepMentions(scalar: Scalar): void {
    const [start, end] = rangeOf(scalar);
    for (const { 0: name, index } of this.text.content.slice(start, end).matchAll(this.mention)) {
      this.lose(start + index, `'${name}' is not converted here; change it if it refers to the API group`);
    }
  }

  private keepDefinition(map: YAMLMap): void {
    const { from, to } = this.change;
    const kind = String(map.get('kind'));
    const remedy = `install spin-operator ${to.operatorVersion}`;
    this.lose(rangeOf(map)[0], `${kind} of spin-operator ${from.operatorVersion} is not converted; ${remedy}`);
  }

  private lose(offset: number, text: string): void {
    this.losses.push({ position: this.text.positionAt(offset), text });
  }

  /** Tells if an object is a part of the operator, which defines the group itself. */
  private isDefinition(map: YAMLMap): boolean {
    const { group } = this.change.from;
    const kind = String(map.get('kind'));
    return (
      (kind === 'CustomResourceDefinition' && map.getIn(['spec', 'group']) === group) ||
      (kind.endsWith('WebhookConfiguration') &&
        this.text.content.slice(...rangeOf(map)).includes(group.replaceAll('.', '-')))
    );
  }

  /** Tells if a key of a map has the group, and its new name is free. */
  private isKey({ value }: Scalar, map: unknown): boolean {
    const key = String(value);
    return this.key.test(key) && !(yaml().isMap(map) && map.has(this.renamed(key)));
  }

  private isValue({ value }: Scalar, path: readonly unknown[]): boolean {
    const { isPair, isScalar } = yaml();
    const key = [...path].reverse().find(isPair)?.key;
    return this.value.test(String(value)) && isScalar(key) && NAMING_FIELDS.has(key.value);
  }

  private renamed(name: string): string {
    return name.replace(this.change.from.group, this.change.to.group);
  }
}

/** The start and end of a node in its text, without anchor, tag and comments. */
function rangeOf({ range }: Node): [number, number] {
  return [range?.[0] ?? 0, range?.[1] ?? 0];
}
