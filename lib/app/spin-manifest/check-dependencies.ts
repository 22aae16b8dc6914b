import { Problems } from '../../validation/problems';
import { CheckedApp, didYouMean } from './checked-app';
import { ManifestComponent } from './model';

/** The settings that a dependency may inherit; each tells if a component has any of its kind. */
const INHERITABLE: { readonly [setting: string]: (component: ManifestComponent) => boolean } = {
  ai_models: ({ aiModels }) => aiModels.length > 0,
  allowed_outbound_hosts: ({ outboundHosts }) => outboundHosts.length > 0,
  environment: () => true,
  files: () => true,
  key_value_stores: ({ keyValueStores }) => keyValueStores.length > 0,
  sqlite_databases: ({ sqliteDatabases }) => sqliteDatabases.length > 0,
  variables: ({ variables }) => Object.keys(variables).length > 0,
};

/** Warns of dependencies that inherit settings that Spin does not know, or that their component does not have. */
export function warnOfDependencies({ manifest, running }: CheckedApp, problems: Problems): void {
  for (const component of running.components) {
    for (const [dependency, settings] of Object.entries(component.inherited)) {
      const fields = problems.at('component', component.id, 'dependencies', dependency, 'inherit_configuration');
      settings.forEach((setting, index) => {
        if (!Object.hasOwn(INHERITABLE, setting)) {
          const known = Object.keys(INHERITABLE);
          const remedy = didYouMean(setting, known) ?? `use ${known.join(', ')}`;
          fields.at(index).refuse(setting, 'is ignored: a dependency cannot inherit it', remedy);
        } else if (!INHERITABLE[setting](component)) {
          const rule = `gives the dependency nothing: component ${component.id} of ${manifest._source()} has none`;
          fields.at(index).refuse(setting, rule, `add ${setting} to the component, or remove it here`);
        }
      });
    }
  }
}
