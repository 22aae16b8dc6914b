import { ApiObject, ApiObjectMetadata, Lazy, Names } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import * as l1 from '../../imports/core.spinkube.dev';
import { entriesByName } from '../private/by-name';
import { checkedProps, checkedType } from '../private/checked-props';
import { checkedName } from '../private/checked-values';
import { listUnlessEmpty, mapUnlessEmpty } from '../private/empty';
import { declareCrdFiles } from '../private/crd-files';
import { invalid } from '../private/errors';
import { referencedService } from '../private/kplus';
import { allowsPlaintextSecrets, setPlaintextSecrets } from '../private/plaintext-secrets';
import { addWarnings } from '../private/warnings';
import { MAX_NAME_LENGTH } from '../validation/admission/metadata-rules';
import { ownFindings } from '../validation/own-findings';
import { droppedFields } from './dropped-fields';
import { ConnectedApp } from './connected-app';
import { HealthProbe } from './health-probe';
import { PodPolicy } from './pod-policy/pod-policy';
import { PodPolicyOptions } from './pod-policy/pod-policy-options';
import { InvocationLimits, renderInvocationLimits, renderResources } from './resources';
import { RuntimeConfig } from './runtime-config';
import { checkedExecutor, ISpinAppExecutor } from './spin-app-executor';
import { checkByManifest, warnByManifest } from './spin-manifest/check-manifest';
import { AppOutline } from './spin-manifest/checked-app';
import { routesToService } from './spin-manifest/routes-to-service';
import { SpinManifest } from './spin-manifest/spin-manifest';
import { Variable } from './variable';
import { renderMount, SpinAppMountOptions, SpinAppVolumeMount } from './volume-mount';
import { IPodStorage, IPodVolume, volumeOf } from './volumes/pod-volume';
import { markInApp, renderVolume } from './volumes/volume';
import { identityLabels } from './workload-identity';

/** Port of the Service and of the pods that the operator creates. */
const HTTP_PORT = 80;

/** Properties of a `SpinApp`. */
export interface SpinAppProps extends kplus.ResourceProps {
  /** OCI reference of the application. Prefer a digest, so that what was tested is what runs. */
  readonly image: string;

  /**
   * Executor that runs the app. It must be in the namespace of the app, and the app follows its release of spin-operator:
   * API group and fields.
   */
  readonly executor: ISpinAppExecutor;

  /**
   * Number of pods. Leave it out if an autoscaler sets it.
   *
   * @default - 1, or not set with an autoscaler
   */
  readonly replicas?: number;

  /**
   * Leaves the number of pods to an autoscaler. An autoscaler of cdk8s-plus that targets the app enables it.
   *
   * @default false
   */
  readonly enableAutoscaling?: boolean;

  /**
   * Spin manifest (`spin.toml`) of the application. The app is checked against its variables, components, stores,
   * databases, models and triggers. It must be the manifest that the image was built from.
   *
   * @default - no checks against a manifest
   */
  readonly manifest?: SpinManifest;

  /**
   * IDs of the components to run; other components of the application are left out.
   *
   * @default - all components
   */
  readonly components?: string[];

  /**
   * Application variables by name, in Spin's spelling: lower case with underscores.
   *
   * @default - none: variables have the defaults of the Spin manifest
   */
  readonly variables?: { [name: string]: Variable };

  /**
   * Allows secrets in plain text in the manifest of the app: variables that are secrets by `spin.toml` or by their name,
   * and options of the runtime configuration. Everyone who can read the manifest can read them.
   *
   * @default - the setting of the bundle, or false outside of a bundle
   */
  readonly allowPlaintextSecrets?: boolean;

  /**
   * Runtime configuration: the stores, databases and LLM backend behind the labels that the application uses.
   *
   * @default - Spin's own defaults: key value and SQLite files in each pod
   */
  readonly runtimeConfig?: RuntimeConfig;

  /**
   * Readiness probe: the app gets requests while it succeeds.
   *
   * @default - none: the app gets requests as soon as its container runs
   */
  readonly readiness?: HealthProbe;

  /**
   * Liveness probe: Kubernetes restarts the container when it fails.
   *
   * @default - none: Kubernetes restarts the container only when it exits
   */
  readonly liveness?: HealthProbe;

  /**
   * Requests and limits of each pod: CPU, memory and ephemeral storage.
   *
   * @default - no requests, no limits
   */
  readonly resources?: kplus.ContainerResources;

  /**
   * Extended resources of each pod by name, such as `nvidia.com/gpu`, in whole numbers. Kubernetes uses them as request
   * and limit.
   *
   * @default - none
   */
  readonly extendedResources?: { [name: string]: number };

  /**
   * Invocation limits: resources of a single request.
   *
   * @default - no limits
   */
  readonly invocationLimits?: InvocationLimits;

  /**
   * Volumes of the pods. Volumes of `volumeMounts` are added automatically.
   *
   * @default - the volumes of `volumeMounts`
   */
  readonly volumes?: (kplus.Volume | IPodVolume)[];

  /**
   * Volume mounts of the app.
   *
   * @default - none
   */
  readonly volumeMounts?: SpinAppVolumeMount[];

  /**
   * Image pull secrets.
   *
   * @default - none
   */
  readonly imagePullSecrets?: kplus.ISecret[];

  /**
   * Service account of the pods.
   *
   * @default - the `default` service account of the namespace
   */
  readonly serviceAccount?: kplus.IServiceAccount;

  /**
   * Annotations of the Deployment. Rejected if the executor creates no Deployments.
   *
   * @default - none
   */
  readonly deploymentAnnotations?: { [key: string]: string };

  /**
   * Annotations of the pods. Rejected if the executor creates no Deployments.
   *
   * @default - none
   */
  readonly podAnnotations?: { [key: string]: string };

  /**
   * Labels of the pods, in addition to those that the operator sets.
   *
   * @default - none
   */
  readonly podLabels?: { [key: string]: string };

  /**
   * Pod policy: fields of the pods that a SpinApp does not have, set by a MutatingAdmissionPolicy. `{}` delays their
   * termination, so that kube-proxy stops using them before Spin ends.
   *
   * @default - none, unless a `PodPolicy` is for all SpinApps of the namespace
   */
  readonly podPolicy?: PodPolicyOptions;

  /**
   * Annotations of the Service.
   *
   * @default - none
   */
  readonly serviceAnnotations?: { [key: string]: string };
}

/**
 * SpinApp: a Spin application, which the operator runs as a Deployment and a Service of the same name.
 *
 * It depends on its executor: in a bundle it is applied after it.
 *
 * @see https://www.spinkube.dev/docs/reference/spin-app/
 *
 * @example
 *
 * new SpinApp(chart, 'hello', {
 *   image: 'ghcr.io/spinframework/containerd-shim-spin/examples/spin-rust-hello:v0.23.0',
 *   executor: SpinAppExecutor.fromSpinAppExecutorName(chart, 'executor', 'containerd-shim-spin'),
 * });
 */
export class SpinApp extends ConnectedApp {
  public readonly resourceType = 'spinapps';

  /** Executor that runs the app. */
  public readonly executor: ISpinAppExecutor;

  /** OCI reference of the application. */
  public readonly image: string;

  /** Port of the app's Service and of its pods. */
  public readonly port = HTTP_PORT;

  /**
   * Reference to the Service that the operator creates for the app, for Ingresses and the like. It adds nothing to the
   * manifest.
   */
  public readonly service: kplus.Service;

  /** @see kplus.Resource.apiObject */
  protected readonly apiObject: ApiObject;

  private readonly props: SpinAppProps;
  private readonly _variables: { [name: string]: Variable };
  private readonly _volumes: kplus.Volume[] = [];
  private readonly volumeMounts: (SpinAppVolumeMount & { readonly volume: kplus.Volume })[] = [];
  private readonly imagePullSecrets: kplus.ISecret[] = [];
  private readonly podLabels: { [key: string]: string };
  private readonly podAnnotations: { [key: string]: string };

  public constructor(scope: Construct, id: string, props: SpinAppProps) {
    super(scope, id, props);
    this.executor = checkedExecutor(this, checkedProps('SpinAppProps', props, this).executor);
    declareCrdFiles(this, this.executor.api._facts.crds, false);
    this.image = props.image;
    this.props = {
      ...props,
      components: props.components && [...props.components],
      extendedResources: props.extendedResources && { ...props.extendedResources },
      deploymentAnnotations: { ...props.deploymentAnnotations },
      serviceAnnotations: { ...props.serviceAnnotations },
    };
    this._variables = { ...props.variables };
    for (const secret of props.imagePullSecrets ?? []) {
      this.addImagePullSecret(secret);
    }
    this.podLabels = { ...identityLabels(props.serviceAccount), ...props.podLabels };
    this.podAnnotations = { ...props.podAnnotations };
    if (props.allowPlaintextSecrets !== undefined) {
      setPlaintextSecrets(this, props.allowPlaintextSecrets);
    }
    this.apiObject = this.createObject(props.metadata);
    this.service = referencedService(this, 'Service', this.apiObject, HTTP_PORT);
    for (const volume of props.volumes ?? []) {
      this.addVolume(volume);
    }
    for (const { path, volume, ...options } of props.volumeMounts ?? []) {
      this.mount(path, volume, options);
    }
    if (props.podPolicy) {
      this.addPodPolicy(props.podPolicy);
    }
    if (this.executor.node.defaultChild) {
      // A reference to an executor has no object to wait for.
      this.node.addDependency(this.executor);
    }
    this.node.addValidation({ validate: () => this.validate() });
    addWarnings(this, () => warnByManifest(this.outline()));
  }

  /** Name of the Service that the operator creates for the app. */
  public get serviceName(): string {
    return this.name;
  }

  /** Selector labels of the app's Deployment. */
  public get selectorLabels(): { [key: string]: string } {
    return { [this.executor.api.appNameLabel]: this.name, [this.executor.api.readyLabel(this.name)]: 'ready' };
  }

  /** Application variables so far, by name. */
  public get variables(): { [name: string]: Variable } {
    return { ...this._variables };
  }

  /** Volumes so far, mounted or not, each once. */
  public get volumes(): kplus.Volume[] {
    return [...new Set([...this._volumes, ...this.volumeMounts.map(({ volume }) => volume)])];
  }

  /**
   * Sets an application variable.
   *
   * @param name its name, in Spin's spelling: lower case with underscores
   * @param variable its value, or a reference to it
   * @throws if the variable is already set
   */
  public addVariable(name: string, variable: Variable): void {
    checkedType('text', name, 'name', this);
    if (name in this._variables) {
      throw invalid(this, 'name', name, 'is the name of a variable that is already set', 'set each variable once');
    }
    this._variables[name] = checkedType('Variable', variable, 'variable', this);
  }

  /**
   * Adds a volume to the pods without mounting it.
   *
   * @param volume the volume
   */
  public addVolume(volume: kplus.Volume | IPodVolume): void {
    this._volumes.push(this.ownVolume(volume));
  }

  /**
   * Mounts a volume into the app.
   *
   * @param path path in the container
   * @param storage the volume, or storage that can be converted to one, such as a claim
   * @param options path inside of the volume, access
   */
  public mount(path: string, storage: kplus.IStorage | IPodStorage, options: SpinAppMountOptions = {}): void {
    checkedProps('SpinAppMountOptions', options, this);
    this.volumeMounts.push({ ...options, path, volume: this.ownVolume(storage, 'storage') });
  }

  /**
   * Adds an image pull secret.
   *
   * @param secret the Secret, in the namespace of the app
   */
  public addImagePullSecret(secret: kplus.ISecret): void {
    checkedName(secret, 'Secret', this);
    this.imagePullSecrets.push(secret);
  }

  /**
   * Sets a label of the pods.
   *
   * @param key key of the label
   * @param value its value
   */
  public addPodLabel(key: string, value: string): void {
    this.podLabels[key] = value;
  }

  /**
   * Sets an annotation of the pods.
   *
   * @param key key of the annotation
   * @param value its value
   */
  public addPodAnnotation(key: string, value: string): void {
    this.podAnnotations[key] = value;
  }

  /**
   * True if the operator must read a ConfigMap to run the app.
   *
   * @internal
   */
  public _readsConfigMaps(): boolean {
    return this.props.runtimeConfig?._readsConfigMaps() ?? false;
  }

  private ownVolume(storage: IPodStorage, property = 'volume'): kplus.Volume {
    const volume = volumeOf(storage, property, this);
    markInApp(volume);
    return volume;
  }

  /** Creates the object. A generated name fits into the label key of the operator. */
  private createObject(metadata?: ApiObjectMetadata): ApiObject {
    const props = {
      apiVersion: this.executor.api.apiVersion,
      kind: 'SpinApp',
      spec: Lazy.any({ produce: () => this.renderSpec() }) as unknown,
    };
    const object = new ApiObject(this, 'Resource', { ...props, metadata });
    if (metadata?.name !== undefined || object.name.length <= MAX_NAME_LENGTH) {
      return object;
    }
    const name = Names.toDnsLabel(object, { maxLen: MAX_NAME_LENGTH });
    this.node.tryRemoveChild('Resource');
    return new ApiObject(this, 'Resource', { ...props, metadata: { ...metadata, name } });
  }

  /** Adds a policy whose name is unique in the cluster. */
  private addPodPolicy(options: PodPolicyOptions): void {
    const { namespace } = this.metadata;
    const metadata = { name: namespace === undefined ? this.name : `${this.name}.${namespace}` };
    this.apiObject.addDependency(new PodPolicy(this, 'PodPolicy', { ...options, metadata, pods: this }));
  }

  private renderSpec(): object {
    const { props, volumes } = this;
    const { components, executor, image, invocationLimits, liveness, readiness, runtimeConfig, serviceAccount } = props;
    const spec = l1.toJson_SpinAppSpec({
      image,
      executor: executor.name,
      enableAutoscaling: this.hasAutoscaler || undefined,
      replicas: props.replicas ?? (this.hasAutoscaler ? undefined : 1),
      components,
      variables: listUnlessEmpty(entriesByName(this._variables).map(([name, variable]) => variable._render(name))),
      runtimeConfig: runtimeConfig?._render(),
      checks: (readiness ?? liveness) && { readiness: readiness?._render(), liveness: liveness?._render() },
      resources: renderResources(props.resources, props.extendedResources),
      invocationLimits: renderInvocationLimits(invocationLimits),
      volumes: [],
      volumeMounts: listUnlessEmpty(this.volumeMounts.map(renderMount)),
      imagePullSecrets: listUnlessEmpty(this.imagePullSecrets.map(({ name }) => ({ name }))),
      serviceAccountName: serviceAccount?.name,
      deploymentAnnotations: mapUnlessEmpty(props.deploymentAnnotations ?? {}),
      podAnnotations: mapUnlessEmpty(this.podAnnotations),
      podLabels: mapUnlessEmpty(this.podLabels),
      serviceAnnotations: mapUnlessEmpty(props.serviceAnnotations ?? {}),
    });
    return { ...spec, volumes: listUnlessEmpty(volumes.map(renderVolume)) };
  }

  private validate(): string[] {
    const { api, createDeployment, name, namespace } = this.executor;
    const own = this.apiObject.metadata.namespace;
    const executor = {
      apiVersion: api.apiVersion,
      kind: 'SpinAppExecutor',
      // A reference without a namespace is to an executor in that of the app.
      metadata: { name, namespace: own === undefined ? undefined : (namespace ?? own) },
      spec: { createDeployment },
    };
    return [
      ...ownFindings(this.apiObject, [executor]),
      ...droppedFields(this.renderSpec(), api),
      ...checkByManifest(this.outline(), allowsPlaintextSecrets(this.apiObject)),
    ];
  }

  /** The settings that are checked against the Spin manifest. */
  private outline(): AppOutline {
    const { components, liveness, manifest, readiness, replicas, runtimeConfig } = this.props;
    const probes = { readiness: readiness?._path, liveness: liveness?._path };
    return {
      components,
      hasAutoscaler: this.hasAutoscaler,
      manifest,
      probes: Object.fromEntries(
        Object.entries(probes).filter((probe): probe is [string, string] => Boolean(probe[1])),
      ),
      routesToApp: () => routesToService(this.apiObject),
      spinShim: this.executor.spinShim,
      mountPaths: this.volumeMounts.map(({ path }) => path),
      replicas,
      runtimeConfig,
      variables: this._variables,
    };
  }
}
