import { EVENT_ID, ScalarEvent } from 'js-yaml';
import { documentEvents } from '../validation/documents/positions';
import { scalarKey, startOf } from '../validation/documents/scalar-events';
import { Position, SourceText } from '../validation/documents/source-text';
import { EventTree, eventTree } from './event-tree';
import { GroupChange } from './group-change';
import { Loss } from './loss';

/** The places of a text where the new group replaces the old one, and those that only a person can judge. */
export interface Renaming {
  readonly edits: readonly Position[];
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

/** Finds the names in a text that change with the API group. All else, and comments, are left alone. */
export function renamedScalars(text: SourceText, change: GroupChange): Renaming {
  const renamer = new Renamer(text, change);
  for (const events of documentEvents(text)) {
    renamer.visit(eventTree(events));
  }
  return renamer;
}

/** Names the places of the old group in a text that cannot be converted. */
export function mentions(text: SourceText, { from }: GroupChange, remedy: string): Loss[] {
  return mentionsBetween(text, 0, text.content.length, from.group, remedy);
}

function mentionsBetween(text: SourceText, start: number, end: number, group: string, remedy: string): Loss[] {
  // The group in any text, also as in paths of webhooks and labels of Prometheus.
  const mention = new RegExp(group.replaceAll('.', '[._-]'), 'g');
  return [...text.content.slice(start, end).matchAll(mention)].map(({ 0: name, index }) => ({
    position: text.positionAt(start + index),
    text: `'${name}' ${remedy}`,
  }));
}

class Renamer implements Renaming {
  public readonly edits: Position[] = [];
  public readonly losses: Loss[] = [];
  private readonly content: string;

  /** Keys with the group: labels and annotations, and settings of Argo CD for a kind. */
  private readonly key: RegExp;

  /** Values with the group. */
  private readonly value: RegExp;

  public constructor(
    private readonly text: SourceText,
    private readonly change: GroupChange,
  ) {
    this.content = text.content;
    const group = change.from.group.replaceAll('.', '\\.');
    this.key = new RegExp(`^(?:${group}/|resource\\.customizations\\.[\\w.]+\\.${group}_)`);
    this.value = new RegExp(`^${group}(?:/|$)`);
  }

  /**
   * @param tree a node
   * @param field the nearest field that it is in
   */
  public visit(tree: EventTree, field?: string): void {
    const { entries, event, items } = tree;
    if (this.isDefinition(tree)) {
      this.keepDefinition(tree);
      return;
    }
    if (event.type === EVENT_ID.SCALAR) {
      this.visitScalar(event, this.value.test(this.nameOf(tree) ?? '') && NAMING_FIELDS.has(field));
    }
    for (const [key, value] of entries) {
      const name = this.nameOf(key);
      if (key.event.type === EVENT_ID.SCALAR) {
        this.visitScalar(key.event, name !== undefined && this.isKey(name, tree));
      }
      this.visit(value, name);
    }
    for (const item of items) {
      this.visit(item, field);
    }
  }

  private visitScalar({ valueEnd, valueStart }: ScalarEvent, isName: boolean): void {
    const { group } = this.change.from;
    if (!isName) {
      const remedy = 'is not converted here; change it if it refers to the API group';
      this.losses.push(...mentionsBetween(this.text, valueStart, valueEnd, group, remedy));
      return;
    }
    const index = this.content.slice(valueStart, valueEnd).indexOf(group);
    const position = this.text.positionAt(valueStart + Math.max(index, 0));
    if (index >= 0) {
      this.edits.push(position);
    } else {
      this.losses.push({ position, text: `'${group}' is written with escapes and is not converted; change it` });
    }
  }

  private keepDefinition(map: EventTree): void {
    const { from, to } = this.change;
    const kind = this.nameAt(map, 'kind');
    const text = `${kind} of spin-operator ${from.operatorVersion} is not converted; install spin-operator ${to.operatorVersion}`;
    this.losses.push({ position: this.text.positionAt(startOf(map.event) ?? 0), text });
  }

  /** Tells if an object is a part of the operator, which defines the group itself. */
  private isDefinition(map: EventTree): boolean {
    const { group } = this.change.from;
    const kind = this.nameAt(map, 'kind') ?? '';
    return (
      (kind === 'CustomResourceDefinition' && this.nameAt(map, 'spec', 'group') === group) ||
      (kind.endsWith('WebhookConfiguration') && this.contains(map, group.replaceAll('.', '-')))
    );
  }

  /** Tells if a key of a map has the group, and its new name is free. */
  private isKey(key: string, map: EventTree): boolean {
    const renamed = key.replace(this.change.from.group, this.change.to.group);
    return this.key.test(key) && !map.entries.some(([other]) => this.nameOf(other) === renamed);
  }

  private contains({ entries, event, items }: EventTree, name: string): boolean {
    return event.type === EVENT_ID.SCALAR
      ? this.content.slice(event.valueStart, event.valueEnd).includes(name)
      : [...entries.flat(), ...items].some((inner) => this.contains(inner, name));
  }

  private nameAt(map: EventTree, ...path: string[]): string | undefined {
    let tree: EventTree | undefined = map;
    for (const name of path) {
      tree = tree?.entries.find(([key]) => this.nameOf(key) === name)?.[1];
    }
    return tree && this.nameOf(tree);
  }

  private nameOf({ event }: EventTree): string | undefined {
    return event.type === EVENT_ID.SCALAR ? scalarKey(this.content, event) : undefined;
  }
}
