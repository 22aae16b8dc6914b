import { SpinAppSettings } from '../spin-app-settings';
import { ManifestComponent, ManifestModel, ManifestTrigger } from './model';

/** What of an application an app runs. */
export interface Selection {
  readonly components: readonly ManifestComponent[];
  readonly triggers: readonly ManifestTrigger[];
}

/** The components that an app names and what starts them; all of them if it names none. */
export function selectionOf(model: ManifestModel, { components: ids }: SpinAppSettings): Selection {
  return ids === undefined
    ? model
    : {
        components: model.components.filter(({ id }) => ids.includes(id)),
        triggers: model.triggers.filter(({ component }) => component !== undefined && ids.includes(component)),
      };
}

/** Names the components: `component cart`, `components cart, pay`. */
export function nameComponents(components: readonly ManifestComponent[]): string {
  const ids = components.map(({ id }) => id).join(', ');
  return `${components.length === 1 ? 'component' : 'components'} ${ids}`;
}
