import { readComponent } from './components';
import { ManifestModel } from './model';
import { TomlValue } from './toml-value';
import { readTriggers } from './triggers';
import { readVariables } from './variables';

/** Name of the table with a component's variables. */
const VARIABLES = 'variables';

/** A manifest of version 2: triggers by type, and components by id. */
export function readVersion2(manifest: TomlValue): ManifestModel {
  const named = manifest.field('component').fields();
  const { inline, triggers } = readTriggers(
    manifest.field('trigger'),
    named.map(([id]) => id),
  );
  const application = manifest.field('application');
  return {
    name: application.field('name').neededText(),
    version: application.field('version').text(),
    variables: readVariables(manifest.field('variables')),
    triggers,
    components: [...named, ...inline].map(([id, component]) => readComponent(id, component, VARIABLES)),
  };
}
