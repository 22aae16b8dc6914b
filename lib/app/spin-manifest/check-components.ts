import { violation } from '../../private/errors';
import { nearest } from '../../private/nearest';
import { itemPath } from '../../validation/field-path';
import { SpinAppSettings } from '../spin-app-settings';
import { Selection } from './selection';
import { SpinManifest } from './spin-manifest';

/** What the shim runs. */
const TRIGGERS = ['http', 'redis', 'sqs', 'mqtt', 'command'];

/** The components that an app selects must be there, or it does not start. */
export function checkComponents(manifest: SpinManifest, { components = [] }: SpinAppSettings): string[] {
  const ids = manifest._model().components.map(({ id }) => id);
  return components.flatMap((id, index) => {
    if (ids.includes(id)) {
      return [];
    }
    const meant = nearest(id, ids);
    const remedy = meant === undefined ? `choose among ${ids.join(', ') || 'none'}` : `did you mean '${meant}'?`;
    return [violation(itemPath('components', index), id, `is no component of ${manifest._source()}`, remedy)];
  });
}

/** An application with a trigger that the shim does not know does not start, whatever else it has. */
export function checkTriggers(manifest: SpinManifest, { triggers }: Selection): string[] {
  const types = new Set(triggers.map(({ type }) => type));
  return [...types]
    .filter((type) => !TRIGGERS.includes(type))
    .map((type) => {
      const meant = nearest(type, TRIGGERS);
      const remedy = meant === undefined ? "leave out what it starts, with 'components'" : `did you mean '${meant}'?`;
      const rule = `is a type of trigger in ${manifest._source()} that the shim does not run: ${TRIGGERS.join(', ')}`;
      return violation('manifest', type, rule, remedy);
    });
}
