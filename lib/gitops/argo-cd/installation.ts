import * as path from 'path';
import { ApplicationSpecDestination } from '../../../imports/argoproj.io';
import { Manifest } from '../../synth/manifest';
import { Scopes } from '../../synth/scopes';
import { DeliveryContext, DeliveryDependency, DeliveryObject, DeliveryStage } from '../delivery';
import { definedKinds } from '../kinds/custom-resource-definition';
import { keptStages } from '../kinds/known-kinds';
import { ArgoCdSettings, isServer, sourceSettings, SourceSettings } from './argo-cd-props';

/** The cluster in which Argo CD runs. */
export const IN_CLUSTER = 'https://kubernetes.default.svc';

/** A bundle as it is installed to one cluster. */
export class Installation {
  /** Name of the Application over the whole bundle. */
  public readonly name: string;

  /** Name of the project. */
  public readonly project: string;

  /** Namespaces of the objects, sorted. */
  public readonly namespaces: string[];

  /** The folder of the cluster, or `.`. */
  public readonly directory: string;

  /** Source that it is fetched from, in the terms of Argo CD. */
  public readonly source: SourceSettings;

  /** Stages of other installations that must be ready first. */
  public readonly dependsOn: DeliveryDependency[];

  public readonly stages: DeliveryStage[];

  /** The levels of the stages, by name. */
  public readonly levels: ReadonlyMap<string, number>;

  public readonly objects: DeliveryObject[];

  /** Group and kind of the custom resources that the bundle defines. */
  public readonly definedKinds: Set<string>;

  /** The stages that are never removed, by name, with the reason. */
  public readonly kept: ReadonlyMap<string, string>;

  private readonly scopes: Scopes;
  private readonly waiting: readonly DeliveryContext[];

  public constructor(
    public readonly settings: ArgoCdSettings,
    { dependents, dependsOn, directory, source, stages }: DeliveryContext,
  ) {
    this.name = directory === '.' ? settings.name : `${directory}-${settings.name}`;
    this.project = settings.project ?? (settings.generator ? settings.name : this.name);
    this.directory = directory;
    this.source = sourceSettings(source) ?? settings.source;
    this.waiting = dependents;
    this.dependsOn = dependsOn;
    this.stages = stages;
    this.levels = new Map(stages.map(({ level, name }) => [name, level]));
    this.objects = stages.flatMap(({ objects }) => objects);
    this.kept = keptStages(stages);
    this.definedKinds = definedKinds(this.objects);
    this.scopes = new Scopes(this.objects);
    this.namespaces = [...new Set(this.objects.flatMap((object) => this.namespaceOf(object) ?? []))].sort();
  }

  /** The clusters that wait for something in here. Those that wait for them in turn are only created when they are asked for. */
  public get dependents(): Installation[] {
    return this.waiting.map((context) => new Installation(this.settings, context));
  }

  /**
   * True if its Application belongs to another cluster's, which creates it when its stages are ready. False if each cluster
   * has an Argo CD of its own, or a generator creates the Applications.
   */
  public get isDependent(): boolean {
    const { destination, generator } = this.settings;
    return destination === undefined && generator === undefined && this.dependsOn.length > 0;
  }

  /** Name of the Application of a stage. */
  public applicationOf(stage: DeliveryStage): string {
    return `${this.name}-${stage.name}`;
  }

  /** Path of a file of the bundle in the source. */
  public sourcePath(file: string): string {
    return path.posix.join(this.source.path, this.directory, file);
  }

  /** The namespace that an object is in; cdk8s writes that of the chart to objects of the whole cluster too. */
  public namespaceOf(object: DeliveryObject): string | undefined {
    return this.isNamespaced(object) ? object.namespace : undefined;
  }

  public isNamespaced({ manifest, namespace }: DeliveryObject): boolean {
    return this.scopes.isNamespaced(manifest as Manifest) ?? namespace !== undefined;
  }

  /** Destination of an Application; objects of Argo CD itself go to its own namespace. */
  public destinationOf(objects: DeliveryObject[]): ApplicationSpecDestination {
    return objects.length > 0
      ? this.destination(this.namespaceFor(objects))
      : { server: IN_CLUSTER, namespace: this.settings.namespace };
  }

  /** The cluster to install to, and a namespace in it. */
  public destination(namespace: string): ApplicationSpecDestination {
    const { destination } = this.settings;
    if (destination === undefined) {
      return this.directory === '.' ? { server: IN_CLUSTER, namespace } : { name: this.directory, namespace };
    }
    return isServer(destination) ? { server: destination, namespace } : { name: destination, namespace };
  }

  /**
   * A namespace for the Application of some objects. All of them say themselves where they belong; Argo CD wants one that the
   * project allows.
   */
  public namespaceFor(objects: DeliveryObject[]): string {
    const own = objects.flatMap((object) => this.namespaceOf(object) ?? []);
    return [...own, ...this.namespaces, 'default'][0];
  }
}
