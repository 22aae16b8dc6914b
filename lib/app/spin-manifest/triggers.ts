import { nearest } from '../../private/nearest';
import { COMPONENT_ID, isKebabCase } from './ids';
import { ManifestTrigger } from './model';
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
    return {
      type,
      component: component.isSet ? (given[0] ?? component.text()) : undefined,
      ...readSettings(type, trigger, component),
    };
  });
  return { triggers: read, inline };
}

/** The types of triggers that the shim runs; each starts one component. */
export const TRIGGER_TYPES = ['http', 'redis', 'sqs', 'mqtt', 'command'];

/**
 * Reads the settings of a trigger, which depend on its type. Those of types other than `http` and `redis` are not known
 * here.
 *
 * @param type type of the trigger
 * @param trigger its table
 * @param component ID or table of the component that it starts
 */
export function readSettings(
  type: string,
  trigger: TomlValue,
  component: TomlValue,
): Pick<ManifestTrigger, 'faults' | 'route'> {
  const isStatic = type === 'http' && trigger.field('static_response').isSet;
  if (TRIGGER_TYPES.includes(type) && !isStatic) {
    component.refuseMissing();
  }
  // Only the trigger itself rejects its settings, when it is started.
  const { problems, value } = trigger.apart();
  COMMON_SETTINGS.forEach((name) => value.field(name));
  const route = type === 'http' ? readHttpSettings(value) : undefined;
  if (type === 'redis') {
    value.field('channel').requiredText();
    value.field('address').text();
    // Older versions of Spin have an executor here, and ignore it.
    value.field('executor');
    value.refuseOtherFields();
  }
  return { route, faults: problems.all };
}

/** Spin 4.1 composes `dependencies` with the component. */
const COMMON_SETTINGS = ['id', 'component', 'components', 'dependencies'];

function readHttpSettings(trigger: TomlValue): string | undefined {
  const route = trigger.field('route');
  trigger.field('executor').fields();
  if (trigger.field('static_response').isSet && trigger.field('component').isSet) {
    trigger.field('component').refuse("cannot be combined with 'static_response'", 'remove one of them');
  }
  trigger.refuseOtherFields();
  if (!route.isTable) {
    return route.requiredText();
  }
  const isPrivate = route.field('private');
  isPrivate.refuseMissing();
  isPrivate.flag();
  route.refuseOtherFields();
  return undefined;
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
  component.require(COMPONENT_ID);
  if (id !== undefined && isKebabCase(id) && !ids.includes(id)) {
    const meant = nearest(id, ids);
    const remedy = meant === undefined ? `add [component.${id}], or use another component` : `did you mean '${meant}'?`;
    component.refuse('is not a component of the file', remedy);
  }
}
