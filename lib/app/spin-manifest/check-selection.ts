import { SpinKubeRelease } from '../../releases/registry';
import { Problems } from '../../validation/problems';
import { CheckedApp, didYouMean } from './checked-app';
import { chainedComponent } from './outbound-host';

/** An app with a component that its application does not have does not start. */
export function checkComponents({ components = [], manifest, model }: CheckedApp, problems: Problems): void {
  const ids = model.components.map(({ id }) => id);
  components.forEach((id, index) => {
    if (!ids.includes(id)) {
      const remedy = didYouMean(id, ids) ?? `choose one of ${ids.join(', ') || 'none'}`;
      problems.at(index).refuse(id, `is not a component of ${manifest._source()}`, remedy);
    }
  });
}

/** An app without a trigger, or with one that the shim does not support, does not start at all. */
export function checkTriggers({ components, manifest, model, running, shim }: CheckedApp, problems: Problems): void {
  const source = manifest._source();
  const supported = shim._facts.triggers;
  const types = new Set(running.triggers.map(({ type }) => type));
  for (const type of [...types].filter((one) => !supported.includes(one))) {
    const rule = `is a trigger type of ${source}, and shim ${shim.name} supports only ${supported.join(', ')}`;
    const isNewer = SpinKubeRelease.CURRENT.spinShim._facts.triggers.includes(type);
    const remedy = isNewer
      ? "use a later shim; if the nodes have one, set 'spinShim' of the executor"
      : (didYouMean(type, supported) ?? "leave out its components with 'components'");
    problems.at('manifest').refuse(type, rule, remedy);
  }
  for (const fault of running.triggers.flatMap(({ faults }) => faults)) {
    problems.add([{ ...fault, path: `manifest.${fault.path}` }]);
  }
  const known = (components ?? []).filter((id) => model.components.some((component) => component.id === id));
  if (components === undefined && running.triggers.length === 0) {
    problems
      .at('manifest')
      .refuse(source, 'has no trigger, so that nothing starts', 'add [[trigger.http]], for example');
  } else if (known.length > 0 && running.triggers.length === 0) {
    const rule = `contains no component that a trigger of ${source} starts`;
    problems.at('components').refuse(known.join(', '), rule, 'add one');
  }
}

/** Warns of selected components that the shim drops, because no trigger starts them. */
export function warnOfComponents({ components = [], manifest, model, running }: CheckedApp, problems: Problems): void {
  const isKnown = (id: string) => model.components.some((component) => component.id === id);
  const isRunning = (id: string) => running.components.some((component) => component.id === id);
  components.forEach((id, index) => {
    if (isKnown(id) && !isRunning(id) && running.triggers.length > 0) {
      const rule = `is started by no trigger of ${manifest._source()}, so that the shim drops it`;
      problems.at(index).refuse(id, rule, 'remove it, or add a trigger there');
    }
  });
}

/** The shim starts no selection of components that may call one that is left out, or any, by service chaining. */
export function checkChaining({ components, manifest, model, running }: CheckedApp, problems: Problems): void {
  for (const { id, outboundHosts } of components === undefined ? [] : running.components) {
    const targets = new Set(outboundHosts.map(chainedComponent));
    for (const target of targets) {
      const host = outboundHosts.find((one) => chainedComponent(one) === target) ?? '';
      if (target !== undefined && !components?.includes(target)) {
        const isComponent = model.components.some((component) => component.id === target);
        const rule =
          target === '*'
            ? `may call any component (${host} in ${manifest._source()}), which the shim refuses with a selection`
            : `may call component '${target}' (${host} in ${manifest._source()}), which is left out`;
        const remedy = isComponent ? `add '${target}'` : 'list the components that it calls there, or remove the host';
        problems.at(components?.indexOf(id) ?? 0).refuse(id, rule, remedy);
      }
    }
  }
}
