import { IResolver, YamlOutputType } from 'cdk8s';
import { FieldValidation } from '../validation/field-validation';
import { IDelivery } from './delivery';

/** Properties of a `Bundle`. */
export interface BundleProps {
  /**
   * Directory to write to. What somebody else has in it stays there.
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

  /**
   * Namespaces that the cluster, or each of its clusters, has before the bundle is applied. Of others that no stage makes
   * the synth warns on the standard error; `README.md` asks for all of them.
   *
   * `default` and those that begin with `kube-` need not be named, nor those that a `SpinKube` with `createNamespaces: false`
   * leaves to others.
   *
   * @default - none
   */
  readonly existingNamespaces?: string[];

  /**
   * What to do about fields that the schema of a custom resource does not have, whoever wrote it: a construct, `ApiObject`
   * or `Include`. Whatever else does not fit the schema is always an error.
   *
   * @default FieldValidation.WARN
   */
  readonly fieldValidation?: FieldValidation;

  /**
   * Whether secrets may stand in the manifests: a Secret with data, a variable or option of a SpinApp that is called like
   * a secret. Whoever can read the manifests, such as a Git repository, can read them.
   *
   * @default false
   */
  readonly allowPlaintextSecrets?: boolean;

  /**
   * Divides the manifests into files as `cdk8s.App` does, byte for byte, instead of into stages. Objects are checked all the
   * same; there are no deliveries, no `README.md` and no `stages.json`, and files of an earlier synth stay. With clusters, each
   * has its files in a folder of its own.
   *
   * @default - a folder for each stage
   * @see https://cdk8s.io/docs/latest/reference/cdk8s/typescript/#yamloutputtype
   */
  readonly yamlOutputType?: YamlOutputType;

  /**
   * How the names of files with manifests end.
   *
   * @default '.k8s.yaml'
   */
  readonly outputFileExtension?: string;

  /**
   * Resolvers that may replace any value of any object when it is rendered; the first one that does so wins.
   *
   * @default - only those that cdk8s has itself
   * @see https://cdk8s.io/docs/latest/basics/app/#custom-value-resolution
   */
  readonly resolvers?: IResolver[];

  /**
   * Whether to write `construct-metadata.json`, which tells which construct made which object. `cdk8s synth` asks for it
   * where `cdk8s.yaml` names validations.
   *
   * @default - whether the environment variable CDK8S_RECORD_CONSTRUCT_METADATA is `true`
   */
  readonly recordConstructMetadata?: boolean;
}
