import { nearest } from '../../private/nearest';
import { isKebabCase, ManifestTrigger } from './model';
import { TomlValue } from './toml-value';

/** The triggers of a manifest of version 2. */
export interface Triggers {
  readonly triggers: readonly ManifestTrigger[];

  /** Components that are defined inside of triggers, with the IDs that Spin gives them. */
  readonly inline: readonly [id: string, component: TomlValue][];
}

/** A trigger with its ID, given or generated. */
interface IdentifiedTrigger {
  readonly id: string;
  readonly type: string;
  readonly trigger: TomlValue;
}

/**
 * Reads the triggers and the components in them.
 *
 * @param triggers the table of triggers by type
 * @param ids IDs of the components that have tables of their own
 */
export function readTriggers(triggers: TomlValue, ids: readonly string[]): Triggers {
  const taken = new Set(ids);
  const inline: [string, TomlValue][] = [];
  const read = identify(triggers).map(({ id, trigger, type }): ManifestTrigger => {
    const component = trigger.field('component');
    const others = componentsIn(trigger.field('components'));
    const all = [...(component.isSet ? [component] : []), ...others];
    const given = all.map((one) => (one.isTable ? nameInline(id, taken, all.length > 1) : undefined));
    inline.push(
      ...all.flatMap((one, at): [string, TomlValue][] => (given[at] === undefined ? [] : [[given[at], one]])),
    );
    for (const one of all) {
      checkReference(one, ids);
    }
    return { type, component: component.isSet ? (given[0] ?? component.text()) : undefined };
  });
  return { triggers: read, inline };
}

/** The triggers with their IDs. IDs of the file are reserved before any is generated. */
function identify(triggers: TomlValue): IdentifiedTrigger[] {
  const all = triggers.fields().flatMap(([type, list]) => list.items().map((trigger) => ({ type, trigger })));
  const taken = new Set(all.map(({ trigger }) => trigger.field('id').text()));
  return all.map(({ trigger, type }) => {
    const given = trigger.field('id').text() ?? '';
    const component = trigger.field('component');
    const natural = component.isText ? `${component.text()}-${type}-trigger` : undefined;
    const id = given === '' ? free(taken, `${type}-trigger`, natural) : given;
    taken.add(id);
    return { id, type, trigger };
  });
}

/** The ID that Spin gives a component in a trigger: from the trigger if it has one component, or else a number. */
function nameInline(trigger: string, taken: Set<string>, isOneOfMany: boolean): string {
  const natural = `${trigger}-component`;
  const id = free(taken, 'inline-component', isOneOfMany || !isKebabCase(natural) ? undefined : natural);
  taken.add(id);
  return id;
}

function free(taken: ReadonlySet<string | undefined>, stem: string, natural?: string): string {
  if (natural !== undefined && !taken.has(natural)) {
    return natural;
  }
  let count = 1;
  while (taken.has(`${stem}${count}`)) {
    count += 1;
  }
  return `${stem}${count}`;
}

/** The other components of a trigger: one or several under each name. */
function componentsIn(components: TomlValue): TomlValue[] {
  return components.fields().flatMap(([, value]) => (value.isList ? value.items() : [value]));
}

function checkReference(component: TomlValue, ids: readonly string[]): void {
  if (component.isTable) {
    return;
  }
  const id = component.text();
  if (id !== undefined && !ids.includes(id)) {
    const meant = nearest(id, ids);
    const remedy = meant === undefined ? `add [component.${id}], or use another component` : `did you mean '${meant}'?`;
    component.refuse('is not a component of the file', remedy);
  }
}
