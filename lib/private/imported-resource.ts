import { IResource } from 'cdk8s-plus-28';
import { Construct } from 'constructs';

/** Properties of an `ImportedResource`. */
export interface ImportedResourceProps {
  readonly apiVersion: string;
  readonly kind: string;
  readonly resourceType: string;
  readonly name: string;
}

/** A reference to an existing object by its name. It adds nothing to the manifest. */
export class ImportedResource extends Construct implements IResource {
  public readonly apiVersion: string;
  public readonly apiGroup: string;
  public readonly kind: string;
  public readonly resourceType: string;
  public readonly name: string;

  public constructor(scope: Construct, id: string, props: ImportedResourceProps) {
    super(scope, id);
    this.apiVersion = props.apiVersion;
    this.apiGroup = props.apiVersion.split('/')[0];
    this.kind = props.kind;
    this.resourceType = props.resourceType;
    this.name = props.name;
  }

  public get resourceName(): string {
    return this.name;
  }
}
