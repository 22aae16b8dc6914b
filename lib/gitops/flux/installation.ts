import * as path from 'path';
import { DeliveryContext, DeliveryDependency, DeliveryObject, DeliveryStage } from '../delivery';
import { keptStages } from '../kinds/known-kinds';
import { GitSource } from '../git-source';
import { OciSource } from '../oci-source';
import { FluxSettings, isKnown } from './flux-props';

/** A bundle as it is installed to one cluster. */
export class Installation {
  /** Source that it is fetched from. */
  public readonly source: GitSource | OciSource;

  /** Name of the source. */
  public readonly sourceName: string;

  /** Name of the Secret with the kubeconfig, if it is another cluster than that in which Flux runs. */
  public readonly kubeConfigSecret?: string;

  public readonly stages: DeliveryStage[];

  /** The objects of all stages. */
  public readonly all: readonly DeliveryObject[];

  /** The stages that are never removed, by name, with the reason. */
  public readonly kept: ReadonlyMap<string, string>;

  private readonly directory: string;
  private readonly needed: ReadonlySet<string>;
  private readonly elsewhere: DeliveryDependency[];

  public constructor(
    public readonly settings: FluxSettings,
    { dependsOn, directory, source, stages }: DeliveryContext,
  ) {
    this.directory = directory;
    this.source = isKnown(source) ? source : settings.source;
    this.elsewhere = dependsOn;
    this.stages = stages;
    this.kept = keptStages(stages);
    this.needed = new Set(stages.flatMap(({ dependsOn: names }) => names));
    this.all = stages.flatMap(({ objects }) => objects);
    this.sourceName = settings.existingSource ?? this.prefixed(settings.name);
    this.kubeConfigSecret = settings.kubeConfigSecret && this.prefixed(settings.kubeConfigSecret);
  }

  /** Name of the root Kustomization. */
  public get rootName(): string {
    return this.prefixed(this.settings.name);
  }

  /** Name of the Kustomization of a stage. */
  public kustomizationOf(stage: string): string {
    return nameOf(this.directory, this.settings.name, stage);
  }

  /**
   * Names of the Kustomizations that must be ready before that of a stage. Those of other clusters are only there where one
   * Flux applies to all of them.
   */
  public dependenciesOf({ dependsOn }: DeliveryStage): string[] {
    const { kubeConfigSecret, name } = this.settings;
    const isFirst = dependsOn.length === 0 && kubeConfigSecret !== undefined;
    const others = isFirst
      ? this.elsewhere.flatMap(({ directory, stages }) => stages.map((stage) => nameOf(directory, name, stage)))
      : [];
    return [...others, ...dependsOn.map((stage) => this.kustomizationOf(stage))];
  }

  /** True if another stage depends on this one. */
  public isNeeded({ name }: DeliveryStage): boolean {
    return this.needed.has(name);
  }

  /** Path of a file of the bundle in the source. */
  public sourcePath(file: string): string {
    return `./${path.posix.join(this.source.path, this.directory, file)}`;
  }

  private prefixed(name: string): string {
    return prefixed(this.directory, name);
  }
}

function nameOf(directory: string, name: string, stage: string): string {
  return `${prefixed(directory, name)}-${stage}`;
}

/** With the name of the cluster in front, if there are several: one Flux may see to all of them. */
function prefixed(directory: string, name: string): string {
  return directory === '.' ? name : `${directory}-${name}`;
}
