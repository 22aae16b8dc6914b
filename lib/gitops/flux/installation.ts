import * as path from 'path';
import { DeliveryContext, DeliveryStage } from '../delivery';
import { keptStages } from '../kept-stages';
import { executorsWithoutDeployments } from '../readiness';
import { FluxSettings } from './flux-settings';

/** A bundle as it is installed to one cluster. */
export class Installation {
  /** Name of the source. */
  public readonly sourceName: string;

  /** Name of the Secret with the kubeconfig, if it is another cluster than that in which Flux runs. */
  public readonly kubeConfigSecret?: string;

  public readonly stages: DeliveryStage[];

  /** Executors whose apps nobody waits for, by namespace and name. */
  public readonly unmanaged: Set<string>;

  /** Names of the stages that are never removed. */
  public readonly kept: Set<string>;

  private readonly directory: string;

  public constructor(
    public readonly settings: FluxSettings,
    { directory, stages }: DeliveryContext,
  ) {
    this.directory = directory;
    this.stages = stages;
    this.kept = keptStages(stages);
    this.unmanaged = executorsWithoutDeployments(stages);
    this.sourceName = settings.existingSource ?? this.prefixed(settings.name);
    this.kubeConfigSecret = settings.kubeConfigSecret && this.prefixed(settings.kubeConfigSecret);
  }

  /** Name of the Kustomization of a stage. */
  public kustomizationOf(stage: string): string {
    return `${this.prefixed(this.settings.name)}-${stage}`;
  }

  /** Where something of the bundle is in the source. */
  public sourcePath(file: string): string {
    return `./${path.posix.join(this.settings.source.path, this.directory, file)}`;
  }

  /** With the name of the cluster in front, if there are several: one Flux may see to all of them. */
  private prefixed(name: string): string {
    return this.directory === '.' ? name : `${this.directory}-${name}`;
  }
}
