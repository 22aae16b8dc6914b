import { App } from 'cdk8s';
import { IConstruct } from 'constructs';
import { Files } from '../synth/output/file-content';
import { FieldValidation } from '../validation/field-validation';
import { IDelivery } from './delivery';

/** What a synth writes and says. */
export interface Output {
  readonly files: Files;

  /** Files of an earlier synth. */
  readonly stale: readonly string[];

  /** What is likely wrong and only the cluster can tell. */
  readonly warnings: readonly string[];
}

/** A cluster of a bundle. */
export interface ClusterApp extends App {
  readonly name: string;
  readonly labels: { [key: string]: string };

  /** What must be ready outside of it before. */
  readonly _dependencies: readonly IConstruct[];
}

/** What a bundle knows when it is synthesized. */
export interface OutputOptions {
  readonly clusters: readonly ClusterApp[];
  readonly deliveries: IDelivery[];
  readonly existingNamespaces: readonly string[];
  readonly fieldValidation: FieldValidation;
  readonly recordConstructMetadata: boolean;
}

/** Says which cluster a message is about. */
export function inCluster(name: string, message: string): string {
  return `${name}: ${message}`;
}
