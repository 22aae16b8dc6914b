import { isKebabCase, readComponent } from './components';
import { ManifestComponent, ManifestModel } from './model';
import { TomlValue } from './toml-value';
import { readVariables } from './variables';

/** A manifest of version 1: one type of trigger for all components, which are a list. */
export function readVersion1(manifest: TomlValue): ManifestModel {
  const type = manifest.field('trigger').field('type').neededText();
  const components = manifest.field('component').items().map(read);
  return {
    name: manifest.field('name').neededText(),
    version: manifest.field('version').text(),
    variables: readVariables(manifest.field('variables')),
    triggers: components.map(({ id }) => ({ type, component: id })),
    components,
  };
}

function read(component: TomlValue): ManifestComponent {
  return readComponent(idOf(component.field('id').neededText()), component, 'config');
}

/** Spin mends the ids that version 2 would not take, and it is the mended ones that a SpinApp names. */
function idOf(id: string): string {
  return isKebabCase(id) ? id : id.replaceAll('_', '-').toLowerCase();
}
