import { listedError } from '../../private/errors';
import { Problems } from '../../validation/problems';
import { isKebabCase, ManifestComponent, ManifestModel, ManifestVariable } from './model';
import { TomlValue } from './toml-value';
import { readTriggers } from './triggers';

/** How a manifest states its version, and how each version is read. */
const VERSIONS: readonly { readonly key: string; readonly value: unknown; readonly read: typeof readVersion2 }[] = [
  { key: 'spin_manifest_version', value: 2, read: readVersion2 },
  { key: 'spin_manifest_version', value: '1', read: readVersion1 },
  { key: 'spin_version', value: '1', read: readVersion1 },
];

/**
 * Reads a manifest. Fields that are not used may be anything: Spin itself checks them when the application is built.
 *
 * @param source name of the file
 * @param text its content
 * @throws with all problems of the manifest
 */
export function readManifest(source: string, text: string): ManifestModel {
  const problems = Problems.at();
  const manifest = TomlValue.parse(text, problems);
  const model = manifest && readTables(manifest);
  // A value may be read more than once, and is reported each time.
  const messages = [...new Set(problems.messages)];
  if (model === undefined || messages.length > 0) {
    throw listedError(`${source} has`, messages);
  }
  return model;
}

function readTables(manifest: TomlValue): ManifestModel | undefined {
  const version = VERSIONS.find(({ key, value }) => manifest.field(key).equals(value));
  if (version === undefined) {
    manifest
      .field('spin_manifest_version')
      .refuse('is not a supported version', `write 'spin_manifest_version = 2', or "1" for the older form`);
  }
  return version?.read(manifest);
}

/** Reads a manifest of version 1: one type of trigger for all components, which are a list. */
function readVersion1(manifest: TomlValue): ManifestModel {
  const type = manifest.field('trigger').field('type').requiredText();
  const components = manifest
    .field('component')
    .items()
    .map((component) => readComponent(toKebabCase(component.field('id').requiredText()), component, 'config'));
  return {
    name: manifest.field('name').requiredText(),
    version: manifest.field('version').text(),
    variables: readVariables(manifest.field('variables')),
    triggers: components.map(({ id }) => ({ type, component: id })),
    components,
  };
}

/** Spin converts IDs that version 2 does not allow, and a SpinApp uses the converted ones. */
function toKebabCase(id: string): string {
  return isKebabCase(id) ? id : id.replaceAll('_', '-').toLowerCase();
}

/** Reads a manifest of version 2: triggers by type, and components by ID. */
function readVersion2(manifest: TomlValue): ManifestModel {
  const named = manifest.field('component').fields();
  const { inline, triggers } = readTriggers(
    manifest.field('trigger'),
    named.map(([id]) => id),
  );
  const application = manifest.field('application');
  return {
    name: application.field('name').requiredText(),
    version: application.field('version').text(),
    variables: readVariables(manifest.field('variables')),
    triggers,
    components: [...named, ...inline].map(([id, component]) => readComponent(id, component, 'variables')),
  };
}

/** @param variables name of the table with the component's variables, which differs between versions */
function readComponent(id: string, component: TomlValue, variables: string): ManifestComponent {
  const values = component.field(variables).fields();
  return {
    id,
    templates: [
      ...values.flatMap(([, template]) => template.text() ?? []),
      ...component.field('allowed_outbound_hosts').texts(),
    ],
    keyValueStores: component.field('key_value_stores').texts(),
    sqliteDatabases: component.field('sqlite_databases').texts(),
    aiModels: component.field('ai_models').texts(),
  };
}

function readVariables(variables: TomlValue): ManifestVariable[] {
  return variables.fields().map(([name, variable]) => {
    const value = variable.field('default');
    const isRequired = variable.field('required').flag();
    if (variable.isTable && isRequired && value.isSet) {
      // Spin rejects it: a required variable would never have its default.
      variable.refuse('has a default and is required', "remove 'default' or 'required'");
    } else if (variable.isTable && !isRequired && !value.isSet) {
      variable.refuse('has no default and is not required', "add 'default', or 'required = true'");
    }
    return { name, default: value.text(), isRequired, isSecret: variable.field('secret').flag() };
  });
}
