import { NEEDED } from '../../validation/requirement';
import { ask } from '../ask';

/** An Elastic File System, for volumes that several pods can write to. It can never be changed. */
export class AwsElasticFileSystem {
  /** One that Gardener makes. */
  public static create(): AwsElasticFileSystem {
    return new AwsElasticFileSystem();
  }

  /**
   * One that is there, in the region of the Shoot.
   *
   * @param id its id: `fs-0123456789abcdef0`
   */
  public static fromId(id: string): AwsElasticFileSystem {
    return new AwsElasticFileSystem(id);
  }

  private constructor(private readonly id?: string) {}

  /** @internal */
  public _toJson(): { [field: string]: unknown } {
    return { enabled: true, id: this.id };
  }

  /** @internal */
  public _validate(): string[] {
    return ask('infrastructure.elasticFileSystem', this.id, NEEDED);
  }
}
