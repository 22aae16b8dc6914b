import { ManifestComponent } from './model';
import { TomlValue } from './toml-value';

/** Words of letters and digits with dashes between them; no word has both small and capital letters. */
const KEBAB_CASE = /^([a-z][a-z0-9]*|[A-Z][A-Z0-9]*)(-([a-z0-9]+|[A-Z0-9]+))*$/;

export function isKebabCase(id: string): boolean {
  return KEBAB_CASE.test(id);
}

/**
 * A component of either version.
 *
 * @param id its id
 * @param component its table
 * @param variables name of the table with its variables, which differs between the versions
 */
export function readComponent(id: string, component: TomlValue, variables: string): ManifestComponent {
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
