import { listedError } from '../../private/errors';
import { nearest } from '../../private/nearest';
import { Problems } from '../../validation/problems';
import { isKebabCase, VARIABLE_NAME } from './ids';
import { ManifestModel, ManifestVariable } from './model';
import { Declared, readComponent1, readComponent2, readTables, readTargets } from './read-component';
import { TomlValue } from './toml-value';
import { readSettings, readTriggers } from './triggers';

/** How a manifest states its version, and how each version is read. */
const VERSIONS: readonly { readonly key: string; readonly value: unknown; readonly read: typeof readVersion2 }[] = [
  { key: 'spin_manifest_version', value: 2n, read: readVersion2 },
  { key: 'spin_manifest_version', value: '1', read: readVersion1 },
  { key: 'spin_version', value: '1', read: readVersion1 },
];

/**
 * Reads a manifest. It must be one that Spin itself reads, or there can be no image of it.
 *
 * @param source name of the file
 * @param text its content
 * @throws with all problems of the manifest
 */
export function readManifest(source: string, text: string): ManifestModel {
  const problems = Problems.at();
  const manifest = TomlValue.parse(text, problems);
  const model = manifest && readVersioned(manifest);
  // A value may be read more than once, and is reported each time.
  const messages = [...new Set(problems.messages)];
  if (model === undefined || messages.length > 0) {
    throw listedError(`${source} has`, messages);
  }
  return model;
}

function readVersioned(manifest: TomlValue): ManifestModel | undefined {
  const version = VERSIONS.find(({ key, value }) => manifest.has(key, value));
  if (version === undefined) {
    manifest
      .field('spin_manifest_version')
      .refuse('is not a supported version', `write 'spin_manifest_version = 2', or "1" for the older form`);
    return undefined;
  }
  manifest.field(version.key);
  const model = version.read(manifest);
  manifest.refuseOtherFields();
  return model;
}

/** Reads a manifest of version 1: one type of trigger for all components, which are a list. */
function readVersion1(manifest: TomlValue): ManifestModel {
  const trigger = manifest.field('trigger');
  const type = trigger.field('type').requiredText();
  const variables = readVariables(manifest.field('variables'));
  const components = manifest
    .field('component')
    .items()
    .map((component) => {
      const id = component.field('id');
      const settings = component.field('trigger');
      const read = readComponent1(toKebabCase(id.requiredText()), component, byName(variables));
      return { read, trigger: { type, component: read.id, ...readSettings(type, settings, id) } };
    });
  return {
    ...readDetails(manifest),
    httpBase: type === 'http' ? readBase(trigger) : undefined,
    variables,
    triggers: components.map(({ trigger: one }) => one),
    // Of components with the same ID, Spin takes the last.
    components: [...new Map(components.map(({ read }) => [read.id, read])).values()],
  };
}

/** Spin converts IDs that version 2 does not allow, and a SpinApp uses the converted ones. */
function toKebabCase(id: string): string {
  return isKebabCase(id) ? id : id.replaceAll('_', '-').toLowerCase();
}

/** Reads a manifest of version 2: triggers by type, and components by ID. */
function readVersion2(manifest: TomlValue): ManifestModel {
  const variables = readVariables(manifest.field('variables'));
  const trigger = manifest.field('trigger');
  trigger.refuseMissing();
  const named = manifest.field('component').fields();
  const { inline, triggers } = readTriggers(
    trigger,
    named.map(([id]) => id),
  );
  const tables = [...named, ...inline];
  checkUsedComponents(tables);
  const application = manifest.field('application');
  const details = readDetails(application);
  readTargets(application.field('targets'));
  readTables(application.field('trigger'));
  readTables(application.field('tool'));
  application.refuseOtherFields();
  return {
    ...details,
    httpBase: readBase(application.field('trigger').field('http')),
    variables,
    triggers,
    components: tables.map(([id, component]) => readComponent2(id, component, byName(variables))),
  };
}

/** Settings of triggers may be anything in the file: only the trigger itself rejects them. */
function readBase(settings: TomlValue): string | undefined {
  const base = settings.field('base');
  return base.isText ? base.text() : undefined;
}

function readDetails(details: TomlValue): { readonly name: string; readonly version?: string } {
  details.field('description').text();
  details.field('authors').texts();
  return { name: details.field('name').requiredText(), version: details.field('version').text() };
}

/** Settings that a component must not have if it is a dependency of another one: it would not have them there. */
const OWN_SETTINGS = [
  'ai_models',
  'allowed_http_hosts',
  'allowed_outbound_hosts',
  'dependencies',
  'environment',
  'files',
  'key_value_stores',
  'sqlite_databases',
  'variables',
];

/** Checks the components that are dependencies of others. */
function checkUsedComponents(components: readonly [id: string, component: TomlValue][]): void {
  const byId = new Map(components);
  for (const [, component] of components) {
    for (const [, dependency] of component.field('dependencies').fields()) {
      const reference = dependency.isTable ? dependency.field('component') : undefined;
      const id = reference?.text();
      const used = id === undefined ? undefined : byId.get(id);
      if (id !== undefined && used === undefined) {
        const meant = nearest(id, [...byId.keys()]);
        reference?.refuse(
          'is not a component of the file',
          meant === undefined ? `add [component.${id}]` : `did you mean '${meant}'?`,
        );
      }
      const settings = OWN_SETTINGS.filter((name) => used?.field(name).isFilled);
      if (settings.length > 0) {
        reference?.refuse(
          `has settings that a dependency does not keep: ${settings.join(', ')}`,
          'move them to the component that uses it',
        );
      }
    }
  }
}

function readVariables(variables: TomlValue): ManifestVariable[] {
  return variables.fields().map(([name, variable]) => {
    variable.require(VARIABLE_NAME, name);
    const value = variable.field('default');
    const isRequired = variable.field('required').flag();
    if (variable.isTable && isRequired && value.isSet) {
      // Spin rejects it: a required variable would never have its default.
      variable.refuse('has a default and is required', "remove 'default' or 'required'");
    } else if (variable.isTable && !isRequired && !value.isSet) {
      variable.refuse('has no default and is not required', "add 'default', or 'required = true'");
    }
    variable.field('description').text();
    const isSecret = variable.field('secret').flag();
    variable.refuseOtherFields();
    return { name, default: value.text(), isRequired, isSecret };
  });
}

function byName(variables: readonly ManifestVariable[]): Declared {
  return new Map(variables.map((variable) => [variable.name, variable]));
}
