import { Transition } from '../transition';
import { Upgrade } from '../upgrade';

/** Folders of the deliveries that apply a bundle from Git, their names, and the field managers of the objects that they apply. */
const TOOLS: readonly (readonly [folder: string, name: string, fieldManager: string])[] = [
  ['argo-cd', 'Argo CD', 'argocd-controller'],
  ['flux', 'Flux', 'kustomize-controller'],
];

/**
 * Argo CD or Flux, which must not undo the steps of the script, and prunes by the names of stages.
 *
 * @param upgrade the versions
 * @param needsScript true if other transitions have steps that are not in Git
 */
export function gitOps(
  { folders: [old, now], removed, renamed }: Upgrade,
  needsScript: boolean,
): Transition | undefined {
  const tools = TOOLS.filter(([folder]) => old.has(folder));
  if (tools.length === 0) {
    return undefined;
  }
  const title = `${tools.map(([, tool]) => tool).join(' and ')} applies the bundle`;
  const isInGit = !needsScript && removed.length === 0 && tools.every(([folder]) => now.has(folder));
  if (isInGit && renamed.size === 0) {
    const summary = 'All steps are in Git: push the new bundle. The script is not needed.';
    return { notice: { title, summary, unavailable: 'Nothing.', back: 'Revert the commit.' } };
  }
  const names = [...renamed].map(([to, from]) => `\`${from}\` is now \`${to}\``).join(', ');
  const renaming = names
    ? ` Stages have other names (${names}): with the stages of the old name, their objects would be pruned, so turn off pruning there first.`
    : '';
  const managers = tools.map(([, tool, manager]) => `\`--field-manager ${manager}\` for ${tool}`).join(', ');
  return {
    notice: {
      title,
      summary: `Nothing of a plan but the manifests is in Git. Suspend the sync of the old stages, run the script (${managers}), push the new bundle, and resume.${renaming}`,
      unavailable: 'The sync from Git, while it is suspended.',
      back: 'Revert the commit before you resume.',
    },
  };
}

/** A change of the tool that applies the bundle. */
export function delivery({ folders: [old, now] }: Upgrade): Transition | undefined {
  const [from, to] = [old, now].map((folders) => TOOLS.filter(([folder]) => folders.has(folder)));
  const left = from.filter((tool) => !to.includes(tool));
  const added = to.filter((tool) => !from.includes(tool));
  if (left.length + added.length === 0) {
    return undefined;
  }
  const removal =
    'Delete its Applications without their finalizers, or its Kustomizations with `prune: false`, so that their objects stay.';
  return {
    notice: {
      title: 'Another tool applies the bundle',
      summary: [
        ...left.map(([, tool]) => `${tool} no longer does. ${removal}`),
        ...added.map(
          ([, tool, manager]) =>
            `${tool} does from now on: run the script with \`--field-manager ${manager}\`, and install its folder when it is done. It takes over the objects as they are.`,
        ),
      ].join(' '),
      unavailable: 'Nothing.',
      back: 'Apply the folder of the old tool again.',
    },
  };
}
