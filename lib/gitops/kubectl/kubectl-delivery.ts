import * as fs from 'fs';
import { packageFile } from '../../private/package-files';
import { Manifest } from '../../synth/manifest';
import { stringifyYaml } from '../../synth/yaml';
import { DeliveryContext, DeliveryFile, DeliveryObject, DeliveryStage, IDelivery } from '../delivery';
import { DELIVERY_FOLDERS } from '../inventory';
import { isOfKind, KnownKind } from '../kinds/known-kind';
import { keptStages, KNOWN_KINDS, knownKind } from '../kinds/known-kinds';
import { isShim } from '../kinds/shim';
import { undefinedKinds } from '../undefined-kinds';
import { call, resource } from './shell';

/**
 * Scripts that install and remove a bundle with kubectl, and a `kustomization.yaml` for `kubectl apply -k`.
 *
 * The scripts are POSIX sh and need only kubectl 1.31 or later. `install.sh --help` lists their options. A bundle with a Shim
 * also has `upgrade-nodes.sh`, which installs a new version of the shim on nodes that have another one.
 */
export class KubectlDelivery implements IDelivery {
  public readonly name = 'kubectl';

  /**
   * `kubectl/install.sh`, `kubectl/uninstall.sh`, with a Shim `kubectl/upgrade-nodes.sh`, and `kustomization.yaml`.
   *
   * @param context the stages
   */
  public deliver(context: DeliveryContext): DeliveryFile[] {
    if (context.stages.length === 0 && context.clusters) {
      return [];
    }
    const upgrade = upgradeScript(context);
    return [
      { path: `${FOLDER}/install.sh`, text: installScript(context), executable: true },
      { path: `${FOLDER}/uninstall.sh`, text: uninstallScript(context), executable: true },
      ...(upgrade === undefined ? [] : [{ path: `${FOLDER}/upgrade-nodes.sh`, text: upgrade, executable: true }]),
      { path: 'kustomization.yaml', text: kustomization(context) },
    ];
  }
}

const FOLDER = DELIVERY_FOLDERS.kubectl;

const COMMENT = `---
# For kubectl apply -k. It keeps the order of the stages but does not wait between them: kubectl resolves all kinds before
# it applies anything, so custom resources are rejected until their CustomResourceDefinitions exist, and webhooks take a
# moment to become reachable. Repeat the command until nothing changes, or use kubectl/install.sh, which waits.
`;

function kustomization({ stages }: DeliveryContext): string {
  return (
    COMMENT +
    stringifyYaml({
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      sortOptions: { order: 'fifo' },
      resources: stages.map(({ path }) => path),
    })
  );
}

/** Renders `install.sh`: applies stage by stage, and waits for each. */
function installScript({ prerequisites, stages }: DeliveryContext): string {
  const all = stages.flatMap(({ objects }) => objects);
  return script('install.sh', all, [
    // Markdown is for README.md.
    ...prerequisites.map((sentence) => call('say', `Prerequisite: ${sentence.replaceAll('`', '')}`)),
    call('known_stage', ...stages.map(({ name }) => name)),
    ...undefinedKinds(all.map(({ manifest }) => manifest as Manifest)).map(({ apiVersion, kinds }) =>
      call('serves', apiVersion, ...kinds),
    ),
    '',
    ...stages.flatMap((stage, index) => [
      `if ${call('stage', progress(index, stages), stage.name)}; then`,
      ...[...preparationsOf(stage), call('apply', stage.name), ...waitsOf(stage, all)].map((line) => `  ${line}`),
      'fi',
    ]),
  ]);
}

function preparationsOf({ objects }: DeliveryStage): string[] {
  return objects.flatMap((object) => knownKind(object)?.kubectl?.prepares?.(object) ?? []);
}

function waitsOf({ objects }: DeliveryStage, all: readonly DeliveryObject[]): string[] {
  return [
    ...KNOWN_KINDS.flatMap((known) => {
      const found = known.kubectl?.waitsForAll ? objects.filter((object) => isOfKind(object, known)) : [];
      return found.length > 0 ? (known.kubectl?.waitsForAll?.(found) ?? []) : [];
    }),
    ...objects.flatMap((object) => knownKind(object)?.kubectl?.waits?.(object, all) ?? []),
  ];
}

/** Renders `upgrade-nodes.sh`; undefined if the bundle has nothing on nodes. */
function upgradeScript({ stages }: DeliveryContext): string | undefined {
  const all = stages.flatMap(({ objects }) => objects);
  const lines = all.flatMap((object) => knownKind(object)?.kubectl?.upgrades?.(object, all) ?? []);
  return lines.length > 0 ? script('upgrade-nodes.sh', all, lines) : undefined;
}

/** Renders `uninstall.sh`: the stages backwards, and last what is only removed on request. */
function uninstallScript({ stages }: DeliveryContext): string {
  const kept = keptStages(stages);
  const removable = stages.filter(({ name }) => !kept.has(name)).flatMap(({ objects }) => objects);
  const removals = [...stages]
    .reverse()
    .map(({ name, objects }) => {
      const reason = kept.get(name);
      return {
        name,
        lines: reason === undefined ? removalOf(objects, removable) : [call('say', `skipped: ${reason}`)],
      };
    })
    .filter(({ lines }) => lines.length > 0);
  return script('uninstall.sh', removable, [
    ...removals.flatMap(({ lines, name }, index) => [call('say', progress(index, removals), name), ...lines]),
    ...KNOWN_KINDS.flatMap((known) => removalOnRequest(known, removable)),
  ]);
}

/** Removes the objects of a stage backwards: neighbors of one namespace together, unless one has a removal of its own. */
function removalOf(objects: readonly DeliveryObject[], all: readonly DeliveryObject[]): string[] {
  const lines: string[] = [];
  let group: DeliveryObject[] = [];
  const flush = () => {
    if (group.length > 0) {
      lines.push(call('gone', group[0].namespace ?? '', ...group.map(resource)));
    }
    group = [];
  };
  for (const object of [...objects].reverse()) {
    const known = knownKind(object);
    if (known?.removedOnRequest) {
      continue;
    }
    const alone = known?.kubectl?.removal?.(object, all) ?? [];
    if (alone.length > 0 || group[0]?.namespace !== object.namespace) {
      flush();
    }
    if (alone.length > 0) {
      lines.push(...alone);
    } else {
      group.push(object);
    }
  }
  flush();
  return lines;
}

function removalOnRequest(known: KnownKind, objects: readonly DeliveryObject[]): string[] {
  if (!known.removedOnRequest) {
    return [];
  }
  const { option, plural } = known.removedOnRequest;
  const removals = objects
    .filter((object) => isOfKind(object, known))
    .map(({ kind, name }) => call('gone', '', `${kind.toLowerCase()}/${name}`))
    .reverse();
  const lines = removals.length > 0 ? removals : [call('say', `there are no ${plural} to remove`)];
  return [`if [ -n "$${option}" ]; then`, ...lines.map((line) => `  ${line}`), 'fi'];
}

function progress(index: number, all: unknown[]): string {
  return `[${index + 1}/${all.length}]`;
}

/** The script of that name, with the lines of the stages in their place; what is for Shims is left out if there are none. */
function script(name: string, objects: readonly DeliveryObject[], lines: string[]): string {
  const hasShim = objects.some(isShim);
  return read(name)
    .replace(/# include (shim.*)\n\n/g, (_, file: string) => (hasShim ? `${read(file)}\n` : ''))
    .replace('# include cluster.sh\n', () => read('cluster.sh'))
    .replace('# include stages\n', () => `${lines.join('\n')}\n`);
}

function read(name: string): string {
  return fs.readFileSync(packageFile('lib', 'gitops', 'kubectl', name), 'utf8');
}
