import { createHash } from 'crypto';
import { ApiObject, ApiObjectMetadata, Names } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { mirrorOf } from '../synth/mirror-context';
import { Manifest } from '../synth/manifest';

/** Maximum length of a name before the dash and the 8 digits of the hash: that of a Job is the value of a label. */
const MAX_LENGTH = 54;

/** Job whose name ends in a hash of its content, and of the objects that it depends on: it runs again when one changes. */
export class HashedJob extends kplus.k8s.KubeJob {
  /** The given name or a generated one, short enough for the hash. */
  public static nameOf(scope: Construct, metadata?: ApiObjectMetadata): string {
    return (metadata?.name ?? Names.toDnsLabel(scope)).slice(0, MAX_LENGTH).replace(/[-.]+$/, '');
  }

  /** The name with the hash, for the present content. */
  public static fullNameOf(job: ApiObject): string {
    return String((job.toJson() as Manifest).metadata.name);
  }

  public constructor(
    scope: Construct,
    id: string,
    props: kplus.k8s.KubeJobProps,
    private readonly others: readonly ApiObject[] = [],
  ) {
    super(scope, id, props);
  }

  public override toJson(): unknown {
    const job = super.toJson() as Manifest;
    const objects = [job, ...this.others.map((other) => other.toJson() as Manifest)];
    const content = JSON.stringify(objects.map(mirrorOf(this)));
    const hash = createHash('sha256').update(content).digest('hex').slice(0, 8);
    return { ...job, metadata: { ...job.metadata, name: `${this.name}-${hash}` } };
  }
}
