import { ApiObject, ApiObjectMetadata, Lazy, Names } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { invalid } from '../private/errors';
import { referencedService } from '../private/kplus';
import { setPlaintextSecrets } from '../private/plaintext-secrets';
import { addWarnings } from '../private/warnings';
import { ISpinAppExecutor } from './spin-app-executor';
import { SpinAppMountOptions, SpinAppProps } from './spin-app-props';
import { MAX_NAME_LENGTH } from '../validation/admission/metadata-rules';
import { validateSpinApp } from './spin-app-rules';
import { settle, SpinAppSettings, volumesOf } from './spin-app-settings';
import { renderSpinAppSpec } from './spin-app-spec';
import { warnByManifest } from './spin-manifest/check-app';
import { Variable } from './variable';

/** Port of the Service and of the pods that the operator makes. */
const HTTP_PORT = 80;

/**
 * A Spin application. The operator runs it as a Deployment and a Service of the same name.
 *
 * It depends on its executor: in a bundle it is applied after it.
 *
 * @see https://www.spinkube.dev/docs/reference/spin-app/
 *
 * @example
 *
 * new SpinApp(chart, 'hello', {
 *   image: 'ghcr.io/spinkube/containerd-shim-spin/examples/spin-rust-hello:v0.13.0',
 *   executor: SpinAppExecutor.fromSpinAppExecutorName(chart, 'executor', 'containerd-shim-spin'),
 * });
 */
export class SpinApp
  extends kplus.Resource
  implements kplus.IScalable, kplus.IPodSelector, kplus.INetworkPolicyPeer, kplus.ISubject
{
  public readonly resourceType = 'spinapps';

  /** Runs the app. */
  public readonly executor: ISpinAppExecutor;

  /** OCI reference of the application. */
  public readonly image: string;

  /** Port of the app's Service and of its pods. */
  public readonly port = HTTP_PORT;

  /**
   * The Service that the operator makes for the app, as a reference for Ingresses and the like: it adds nothing to the
   * manifest.
   */
  public readonly service: kplus.Service;

  /** @see kplus.Resource.apiObject */
  protected readonly apiObject: ApiObject;

  private readonly settings: SpinAppSettings;

  public constructor(scope: Construct, id: string, props: SpinAppProps) {
    super(scope, id);
    this.executor = props.executor;
    this.image = props.image;
    this.settings = settle(props);
    if (props.allowPlaintextSecrets !== undefined) {
      setPlaintextSecrets(this, props.allowPlaintextSecrets);
    }
    this.apiObject = this.createObject(props.metadata);
    this.service = referencedService(this, 'Service', this.apiObject, HTTP_PORT);
    if (this.executor.node.defaultChild) {
      // An executor that somebody else makes has no object to wait for.
      this.node.addDependency(this.executor);
    }
    this.node.addValidation({ validate: () => validateSpinApp(this.apiObject, this.settings) });
    addWarnings(this, () => warnByManifest(this.settings));
  }

  /** Name of the Deployment that the operator makes for the app. */
  public get deploymentName(): string {
    return this.name;
  }

  /** Name of the Service that the operator makes for the app. */
  public get serviceName(): string {
    return this.name;
  }

  /** The labels by which the app's Deployment selects its pods. */
  public get selectorLabels(): { [key: string]: string } {
    return { [this.executor.api.appNameLabel]: this.name, [this.executor.api.readyLabel(this.name)]: 'ready' };
  }

  /** The application variables so far, by name. */
  public get variables(): { [name: string]: Variable } {
    return { ...this.settings.variables };
  }

  /** The volumes so far, mounted or not. */
  public get volumes(): kplus.Volume[] {
    return volumesOf(this.settings);
  }

  /** Whether something else decides the number of pods. */
  public get hasAutoscaler(): boolean {
    return this.settings.enableAutoscaling;
  }

  // kplus.IScalable declares the property writable.
  public set hasAutoscaler(value: boolean) {
    this.settings.enableAutoscaling = value;
  }

  /**
   * Sets an application variable.
   *
   * @param name its name, in Spin's spelling: lower case with underscores
   * @param variable where its value comes from
   * @throws if the variable is set already
   */
  public addVariable(name: string, variable: Variable): void {
    if (name in this.settings.variables) {
      throw invalid(this, 'name', name, 'is the name of a variable that is set already', 'set each variable once');
    }
    this.settings.variables[name] = variable;
  }

  /**
   * Adds a volume to the pods without mounting it.
   *
   * @param volume the volume
   */
  public addVolume(volume: kplus.Volume): void {
    this.settings.volumes.push(volume);
  }

  /**
   * Mounts a volume into the app.
   *
   * @param path path in the container
   * @param storage the volume, or what can be made one, such as a claim
   * @param options part of the volume, access
   */
  public mount(path: string, storage: kplus.IStorage, options: SpinAppMountOptions = {}): void {
    this.settings.volumeMounts.push({ ...options, path, volume: storage.asVolume() });
  }

  /**
   * Adds a Secret to pull the image with.
   *
   * @param secret the Secret, in the namespace of the app
   */
  public addImagePullSecret(secret: kplus.ISecret): void {
    this.settings.imagePullSecrets.push(secret);
  }

  /**
   * Sets a label of the pods.
   *
   * @param key key of the label
   * @param value its value
   */
  public addPodLabel(key: string, value: string): void {
    this.settings.podLabels[key] = value;
  }

  /**
   * Sets an annotation of the pods.
   *
   * @param key key of the annotation
   * @param value its value
   */
  public addPodAnnotation(key: string, value: string): void {
    this.settings.podAnnotations[key] = value;
  }

  /**
   * Routes a path of an Ingress to the app.
   *
   * @param path the path, beginning with a slash
   * @param options an Ingress to add to, and how the path matches
   * @returns the Ingress
   */
  public exposeViaIngress(path: string, options: kplus.ExposeServiceViaIngressOptions = {}): kplus.Ingress {
    const metadata = { namespace: this.metadata.namespace };
    const ingress = options.ingress ?? new kplus.Ingress(this, 'Ingress', { metadata });
    ingress.addRule(path, kplus.IngressBackend.fromService(this.service), options.pathType);
    return ingress;
  }

  /** Leaves the number of pods to an autoscaler. Autoscalers of cdk8s-plus that target the app call it themselves. */
  public markHasAutoscaler(): void {
    this.settings.enableAutoscaling = true;
  }

  /** @see kplus.IScalable.toScalingTarget */
  public toScalingTarget(): kplus.ScalingTarget {
    const { resources, replicas } = this.settings;
    return {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name: this.deploymentName,
      // An autoscaler looks at the resources of the operator's container.
      containers: [new kplus.Container({ image: this.image, name: this.name, portNumber: HTTP_PORT, resources })],
      replicas,
    };
  }

  /** @see kplus.IPodSelector.toPodSelectorConfig */
  public toPodSelectorConfig(): kplus.PodSelectorConfig {
    const { namespace } = this.metadata;
    return {
      labelSelector: kplus.LabelSelector.of({ labels: { [this.executor.api.appNameLabel]: this.name } }),
      namespaces: namespace === undefined ? undefined : { names: [namespace] },
    };
  }

  /** @see kplus.INetworkPolicyPeer.toNetworkPolicyPeerConfig */
  public toNetworkPolicyPeerConfig(): kplus.NetworkPolicyPeerConfig {
    return { podSelector: this.toPodSelectorConfig() };
  }

  /** @see kplus.INetworkPolicyPeer.toPodSelector */
  public toPodSelector(): kplus.IPodSelector | undefined {
    return this;
  }

  /**
   * The app as the subject of a role binding: its service account.
   *
   * @throws if the app has none of its own: the rights would go to every pod of the namespace
   */
  public toSubjectConfiguration(): kplus.SubjectConfiguration {
    const { serviceAccount } = this.settings;
    if (!serviceAccount) {
      throw invalid(
        this,
        'serviceAccount',
        undefined,
        'is required to give the app rights: those of the default account go to all pods of the namespace',
        'set it',
      );
    }
    return { kind: 'ServiceAccount', name: serviceAccount.name, apiGroup: '', namespace: this.metadata.namespace };
  }

  /**
   * Whether the operator must read a ConfigMap to run the app.
   *
   * @internal
   */
  public _readsConfigMaps(): boolean {
    return this.settings.runtimeConfig?._readsConfigMaps() ?? false;
  }

  /** Gives the object a name that fits into the operator's label key, unless one was given. */
  private createObject(metadata?: ApiObjectMetadata): ApiObject {
    const props = {
      apiVersion: this.executor.api.apiVersion,
      kind: 'SpinApp',
      spec: Lazy.any({ produce: () => renderSpinAppSpec(this.settings) }) as unknown,
    };
    const object = new ApiObject(this, 'Resource', { ...props, metadata });
    if (metadata?.name !== undefined || object.name.length <= MAX_NAME_LENGTH) {
      return object;
    }
    const name = Names.toDnsLabel(object, { maxLen: MAX_NAME_LENGTH });
    this.node.tryRemoveChild('Resource');
    return new ApiObject(this, 'Resource', { ...props, metadata: { ...metadata, name } });
  }
}
