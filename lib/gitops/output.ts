import { App } from 'cdk8s';
import { IConstruct } from 'constructs';
import { Files } from '../synth/output/file-content';
import { FieldValidation } from '../validation/field-validation';
import { IDelivery } from './delivery';
import { IBundleSource } from './git-source';
import { ImageMirror } from './image-mirror';

/** The files and warnings of a synth. */
export interface Output {
  readonly files: Files;

  /** Files of an earlier synth. */
  readonly stale: readonly string[];

  /** Likely mistakes that only the cluster can confirm. */
  readonly warnings: readonly string[];

  /** Warnings about changes that the API server rejects, from the files of an earlier synth that will be replaced. */
  readonly rejectedChanges?: (replaced: readonly string[]) => string[];
}

/** A cluster of a bundle. */
export interface ClusterApp extends App {
  readonly name: string;
  readonly labels: { [key: string]: string };

  /** Source of the cluster, if it is not that of the deliveries. */
  readonly source?: IBundleSource;

  /** Mirror of the images in the cluster. */
  readonly imageMirror?: ImageMirror;

  /** Dependencies outside of the cluster. */
  readonly _dependencies: readonly IConstruct[];
}

/** Options of a synth. */
export interface OutputOptions {
  readonly clusters: readonly ClusterApp[];
  readonly deliveries: IDelivery[];
  readonly existingNamespaces: readonly string[];
  readonly fieldValidation: FieldValidation;
  readonly imageMirror?: ImageMirror;
  readonly recordConstructMetadata: boolean;
}

/** Prefixes a message with the name of its cluster. */
export function inCluster(name: string, message: string): string {
  return `${name}: ${message}`;
}
