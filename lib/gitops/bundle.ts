import * as fs from 'fs';
import * as path from 'path';
import { ApiObject, App } from 'cdk8s';
import { IConstruct } from 'constructs';
import { asBundledDefinition } from '../platform/bundled-definition';
import { plainError } from '../private/errors';
import { isBuiltInNamespace } from '../private/names';
import { prerequisitesIn } from '../private/prerequisite';
import { Manifest, RenderedObject } from '../synth/manifest';
import { FileContent, FileTree, writeTree } from '../synth/write-tree';
import { stringifyYaml } from '../synth/yaml';
import { deliver, deliveryStage } from './deliver';
import { IDelivery } from './delivery';
import { INVENTORY, readInventory, writeInventory } from './inventory';
import { writeReadme } from './readme';
import { Stage } from './stage';
import { planStages } from './stage-plan';

/** So many files are named in an error. */
const MOST_NAMED = 5;

/** Properties of a `Bundle`. */
export interface BundleProps {
  /**
   * Directory to write to.
   *
   * @default - the environment variable CDK8S_OUTDIR, or else 'dist'
   */
  readonly outdir?: string;

  /**
   * What else is written beside the manifests: scripts and objects for those who apply them.
   *
   * @default - nothing
   */
  readonly deliveries?: IDelivery[];
}

/**
 * An app that writes a GitOps tree: one folder for each stage, in the order that follows from what depends on what.
 *
 * A stage is a chart, or a slice of one where something in it must be ready before the rest can be applied, such as a
 * CustomResourceDefinition before its objects. `README.md` tells people and `stages.json` tells tools what is in it, in
 * order. Stages of one level can be applied side by side.
 *
 * @see https://cdk8s.io/docs/latest/basics/app/
 *
 * @example
 *
 * const bundle = new Bundle();
 * new SpinKube(bundle, 'spinkube');
 * bundle.synth();
 */
export class Bundle extends App {
  private readonly deliveries: IDelivery[];

  public constructor(props: BundleProps = {}) {
    super({ outdir: props.outdir });
    this.deliveries = [...(props.deliveries ?? [])];
  }

  /**
   * Writes the bundle. Nothing is written when anything in it is wrong.
   *
   * @throws with everything that is wrong at once: what the constructs report, references and names that clash,
   * dependencies in a circle, a directory that cannot be written to or has files of somebody else where the bundle's
   * belong
   */
  public synth(): void {
    const stages = this.plan();
    const files = this.files(stages);
    const earlier = readInventory(this.outdir);
    this.refuseForeignFiles([...files.keys()], [...earlier, INVENTORY]);
    writeTree(this.outdir, files, earlier);
  }

  private files(stages: Stage[]): FileTree {
    const stageFiles = stages.map((stage) => ({ stage, path: manifestPath(stage) }));
    const prerequisites = [...prerequisitesIn(this), ...missingNamespaces(stages)];
    const files: FileTree = new Map([
      ['README.md', { text: writeReadme(stageFiles, prerequisites) }],
      ...stageFiles.map(({ stage, path: file }): [string, FileContent] => [file, { text: manifestText(stage) }]),
      ...deliver(this.deliveries, { stages: stageFiles.map(deliveryStage), prerequisites }),
    ]);
    return files.set(INVENTORY, { text: writeInventory(stageFiles, [...files.keys()]) });
  }

  /** What somebody else put where a file of ours belongs is not overwritten. */
  private refuseForeignFiles(files: string[], ours: string[]): void {
    const foreign = files.filter((file) => !ours.includes(file) && fs.existsSync(path.join(this.outdir, file)));
    if (foreign.length > 0) {
      const more = foreign.length > MOST_NAMED ? ` and ${foreign.length - MOST_NAMED} more` : '';
      const rule = `${foreign.slice(0, MOST_NAMED).join(', ')}${more} are there and not of an earlier synth`;
      throw plainError(
        `cannot write the bundle to '${this.outdir}': ${rule}; remove them, or choose another directory`,
      );
    }
  }

  private plan(): Stage[] {
    const errors = this.node.findAll().flatMap((construct) => prefixed(construct, construct.node.validate()));
    const plan = planStages(this, this.render(errors));
    errors.push(...plan.errors);
    if (errors.length > 0) {
      throw plainError(`Validation failed with the following errors:\n  ${errors.join('\n  ')}`);
    }
    return plan.stages;
  }

  /** Renders what can be rendered, and adds to the errors what cannot. */
  private render(errors: string[]): RenderedObject[] {
    const rendered: RenderedObject[] = [];
    for (const apiObject of this.node.findAll().filter((construct) => ApiObject.isApiObject(construct))) {
      try {
        rendered.push(renderObject(apiObject));
      } catch (error) {
        errors.push(...prefixed(apiObject, [error instanceof Error ? error.message : String(error)]));
      }
    }
    return rendered;
  }
}

function renderObject(apiObject: ApiObject): RenderedObject {
  const definition = asBundledDefinition(apiObject);
  const text = definition?.text();
  return definition && text !== undefined
    ? { apiObject, manifest: definition.outline(), text }
    : { apiObject, manifest: apiObject.toJson() as Manifest };
}

/** Asks for the namespaces that objects are in, no stage makes and not every cluster has. */
function missingNamespaces(stages: Stage[]): string[] {
  const manifests = stages.flatMap(({ objects }) => objects.map(({ manifest }) => manifest));
  const made = manifests.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name);
  const used = manifests.map(({ metadata }) => metadata.namespace).filter((name) => name !== undefined);
  const missing = [...new Set(used)].filter((name) => !made.includes(name) && !isBuiltInNamespace(name)).sort();
  return missing.length > 0
    ? [`The cluster has the namespaces ${missing.map((name) => `\`${name}\``).join(', ')}.`]
    : [];
}

function prefixed({ node }: IConstruct, messages: string[]): string[] {
  return messages.map((message) => `[${node.path}] ${message}`);
}

function manifestPath({ name }: Stage): string {
  return `manifests/${name}/${name}.k8s.yaml`;
}

/** Begins with a document marker: `cdk8s synth --stdout` writes files one after another with nothing in between. */
function manifestText({ objects }: Stage): string {
  return objects.map(({ manifest, text }) => `---\n${text ?? stringifyYaml(manifest)}`).join('');
}
