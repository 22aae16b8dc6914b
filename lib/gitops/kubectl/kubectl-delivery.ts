import { Manifest } from '../../synth/manifest';
import { stringifyYaml } from '../../synth/yaml';
import { DeliveryContext, DeliveryFile, DeliveryObject, DeliveryStage, IDelivery } from '../delivery';
import { DELIVERY_FOLDERS } from '../inventory';
import { isOfKind, KnownKind } from '../kinds/known-kind';
import { keptStages, KNOWN_KINDS, knownKind } from '../kinds/known-kinds';
import { undefinedKinds } from '../undefined-kinds';
import { renderScript, template } from './script';
import { call } from './shell';
import { preparationsOf, readyCalls, removalOf, waitsOf } from './stage-calls';

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
    if (context.stages.length === 0 && context.clusters.length > 0) {
      return [];
    }
    const all = context.stages.flatMap(({ objects }) => objects);
    const upgrade = upgradeScript(all);
    return [
      { path: `${FOLDER}/install.sh`, text: installScript(context, all), executable: true },
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

/** Renders `install.sh`: applies level by level, and waits for each. */
function installScript({ prerequisites, stages }: DeliveryContext, all: readonly DeliveryObject[]): string {
  return renderScript(template('install.sh'), all, [
    // Markdown is for README.md.
    ...prerequisites.map((sentence) => call('say', `Prerequisite: ${sentence.replaceAll('`', '')}`)),
    ...stageList(stages),
    'known_stage',
    ...undefinedKinds(all.map(({ manifest }) => manifest as Manifest)).map(({ apiVersion, kinds }) =>
      call('serves', apiVersion, ...kinds),
    ),
    ...levelsOf(stages).flatMap((level) => [
      '',
      ...level.flatMap((stage, index) => [
        call('stage', stage.name),
        ...inStage(stage, preparationsOf(stage)),
        ...(index % MOST_STAGES === MOST_STAGES - 1 || index === level.length - 1 ? ['apply_stages'] : []),
      ]),
      ...readyCalls(level.flatMap((stage) => inStage(stage, waitsOf(stage, all)))),
    ]),
  ]);
}

/** Most stages in a call of kubectl, which reads all of their files before it applies the first object. */
const MOST_STAGES = 50;

function levelsOf(stages: readonly DeliveryStage[]): DeliveryStage[][] {
  const levels: DeliveryStage[][] = [];
  for (const stage of stages) {
    if (levels.at(-1)?.[0].level === stage.level) {
      levels[levels.length - 1].push(stage);
    } else {
      levels.push([stage]);
    }
  }
  return levels;
}

/** Lines for a stage, unless it is skipped. */
function inStage({ name }: DeliveryStage, lines: readonly string[]): string[] {
  return lines.length > 0 ? [`if ${call('in_stage', name)}; then`, ...lines.map((line) => `  ${line}`), 'fi'] : [];
}

/** Renders `upgrade-nodes.sh`; undefined if the bundle has nothing on nodes. */
function upgradeScript(all: readonly DeliveryObject[]): string | undefined {
  const lines = all.flatMap((object) => knownKind(object)?.kubectl?.upgrades?.(object, all) ?? []);
  return lines.length > 0 ? renderScript(template('upgrade-nodes.sh'), all, lines) : undefined;
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
  return renderScript(template('uninstall.sh'), removable, [
    ...stageList(removals),
    '',
    ...removals.flatMap(({ lines, name }) => [call('progress', name), ...lines]),
    ...KNOWN_KINDS.flatMap((known) => removalOnRequest(known, removable)),
  ]);
}

function removalOnRequest(known: KnownKind, objects: readonly DeliveryObject[]): string[] {
  if (!known.removedOnRequest) {
    return [];
  }
  const { option, plural } = known.removedOnRequest;
  const removed = objects
    .filter((object) => isOfKind(object, known))
    .map(({ kind, name }) => `${kind.toLowerCase()}/${name}`)
    .reverse();
  const lines = [removed.length > 0 ? call('gone', '', ...removed) : call('say', `there are no ${plural} to remove`)];
  return [`if [ -n "$${option}" ]; then`, ...lines.map((line) => `  ${line}`), 'fi'];
}

/** A line for each stage, from which the scripts count: a new stage changes no other line. */
function stageList(stages: readonly { readonly name: string }[]): string[] {
  return ["stages='", ...stages.map(({ name }) => name), "'"];
}
