import { Transition } from '../transition';
import { Upgrade } from '../upgrade';

/** Folders of the deliveries that apply a bundle from Git, and their names. */
const TOOLS: readonly (readonly [string, string])[] = [
  ['argo-cd', 'Argo CD'],
  ['flux', 'Flux'],
];

/** Argo CD or Flux, which must not undo the steps of the script, and prunes by the names of stages. */
export function gitOps({ folders: [old], renamed }: Upgrade): Transition | undefined {
  const tools = TOOLS.filter(([folder]) => old.has(folder)).map(([, tool]) => tool);
  if (tools.length === 0) {
    return undefined;
  }
  const names = [...renamed].map(([to, from]) => `\`${from}\` is now \`${to}\``).join(', ');
  const renaming = names
    ? ` Stages have other names (${names}): with the stages of the old name, their objects would be pruned, so turn off pruning there first.`
    : '';
  return {
    notice: {
      title: `${tools.join(' and ')} applies the bundle`,
      summary: `Nothing of a plan but the manifests is in Git. Suspend the sync of the old stages, run the script, push the new bundle, and resume.${renaming}`,
      unavailable: 'The sync from Git, while it is suspended.',
      back: 'Revert the commit before you resume.',
    },
  };
}

/** A change of the tool that applies the bundle. */
export function delivery({ folders: [old, now] }: Upgrade): Transition | undefined {
  const [from, to] = [old, now].map((folders) => TOOLS.filter(([folder]) => folders.has(folder)));
  const left = from.filter((tool) => !to.includes(tool)).map(([, name]) => name);
  const added = to.filter((tool) => !from.includes(tool)).map(([, name]) => name);
  if (left.length + added.length === 0) {
    return undefined;
  }
  const removal =
    'Delete its Applications without their finalizers, or its Kustomizations with `prune: false`, so that their objects stay.';
  return {
    notice: {
      title: 'Another tool applies the bundle',
      summary: [
        ...left.map((tool) => `${tool} no longer does. ${removal}`),
        ...added.map(
          (tool) =>
            `${tool} does from now on: install its folder when the script is done. It takes over the objects as they are.`,
        ),
      ].join(' '),
      unavailable: 'Nothing.',
      back: 'Apply the folder of the old tool again.',
    },
  };
}
