import { ApiObject, Lazy } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import * as l1 from '../../imports/core.spinkube.dev';
import { ImportedResource } from '../private/kplus';
import { SpinKubeRelease, SpinOperatorApi } from '../releases/registry';
import { ownFindings } from '../validation/own-findings';
import { droppedFields } from './dropped-fields';
import { IRuntimeClass } from './runtime-class';

const KIND = 'SpinAppExecutor';
const RESOURCE_TYPE = 'spinappexecutors';

/** An executor, made here or by somebody else. */
export interface ISpinAppExecutor extends kplus.IResource {
  /** What the operator behind this executor can be told. */
  readonly api: SpinOperatorApi;

  /** Namespace of the executor; only SpinApps of the same namespace can use it. Undefined if the chart names none. */
  readonly namespace?: string;

  /** Whether the operator makes a Deployment for each app. Undefined if it is not known. */
  readonly createDeployment?: boolean;
}

/** Where OpenTelemetry data of the apps goes. */
export interface OtelExporter {
  /**
   * URL of the collector for all signals, for example `http://otel-collector.default.svc.cluster.local:4318`.
   *
   * @default - none
   */
  readonly endpoint?: string;

  /**
   * URL for traces.
   *
   * @default - `endpoint`
   */
  readonly tracesEndpoint?: string;

  /**
   * URL for metrics.
   *
   * @default - `endpoint`
   */
  readonly metricsEndpoint?: string;

  /**
   * URL for logs.
   *
   * @default - `endpoint`
   */
  readonly logsEndpoint?: string;
}

/** Properties of a `SpinAppExecutor`. */
export interface SpinAppExecutorProps extends kplus.ResourceProps {
  /**
   * What the operator in the cluster can be told.
   *
   * @default SpinKubeRelease.CURRENT.api
   */
  readonly api?: SpinOperatorApi;

  /**
   * Whether the operator makes a Deployment for each app. Without, something else must run the apps; the operator
   * then makes only their Services.
   *
   * @default true
   */
  readonly createDeployment?: boolean;

  /**
   * Runs the apps through the containerd shim that this class names. Excludes `spinImage`.
   *
   * @default - none; one of `runtimeClass` and `spinImage` is needed to make Deployments
   */
  readonly runtimeClass?: IRuntimeClass;

  /**
   * Runs the apps in ordinary containers of this image, which brings `spin` itself ("spintainer"): no shim on the
   * nodes. The apps' own images must then be readable without a login. Excludes `runtimeClass`.
   *
   * @default - none; one of `runtimeClass` and `spinImage` is needed to make Deployments
   */
  readonly spinImage?: string;

  /**
   * Whether the operator puts a bundle of public CA certificates into a Secret and mounts it into the apps, so that
   * they can call HTTPS servers.
   *
   * @default - true where Deployments are made and the operator knows the field, as in the executor that SpinKube ships
   */
  readonly installDefaultCaCerts?: boolean;

  /**
   * Secret with CA certificates under the key `ca-certificates.crt`, to mount into the apps. With
   * `installDefaultCaCerts`, the Secret the operator makes if it is missing.
   *
   * @default - `spin-ca`
   */
  readonly caCertSecret?: kplus.ISecret;

  /**
   * Where OpenTelemetry data of the apps goes.
   *
   * @default - nowhere
   */
  readonly otel?: OtelExporter;
}

/** Properties of a reference to an executor. */
export interface SpinAppExecutorReferenceOptions {
  /**
   * What the operator behind the executor can be told.
   *
   * @default SpinKubeRelease.CURRENT.api
   */
  readonly api?: SpinOperatorApi;

  /**
   * Namespace of the executor.
   *
   * @default - the namespace of the app that uses it
   */
  readonly namespace?: string;

  /**
   * Whether the operator makes a Deployment for each app.
   *
   * @default - not known, and then not checked
   */
  readonly createDeployment?: boolean;
}

/**
 * Tells the operator how to run the SpinApps of a namespace: through the containerd shim, or in plain containers.
 *
 * An executor serves the SpinApps of its own namespace only.
 *
 * @see https://www.spinkube.dev/docs/reference/spin-app-executor/
 *
 * @example
 *
 * new SpinAppExecutor(chart, 'executor', {
 *   metadata: { name: 'containerd-shim-spin' },
 *   runtimeClass: RuntimeClass.fromRuntimeClassName(chart, 'runtime-class', 'wasmtime-spin-v2'),
 * });
 */
export class SpinAppExecutor extends kplus.Resource implements ISpinAppExecutor {
  /**
   * An executor that something else has made.
   *
   * @param scope the construct to put the reference into
   * @param id its id there
   * @param name name of the executor
   * @param options what is known of it
   */
  public static fromSpinAppExecutorName(
    scope: Construct,
    id: string,
    name: string,
    options: SpinAppExecutorReferenceOptions = {},
  ): ISpinAppExecutor {
    return new ImportedSpinAppExecutor(scope, id, name, options);
  }

  public readonly resourceType = RESOURCE_TYPE;
  public readonly api: SpinOperatorApi;
  public readonly createDeployment?: boolean;

  /** @see kplus.Resource.apiObject */
  protected readonly apiObject: ApiObject;

  private readonly props: SpinAppExecutorProps;

  public constructor(scope: Construct, id: string, props: SpinAppExecutorProps = {}) {
    super(scope, id);
    this.props = { ...props, otel: props.otel && { ...props.otel } };
    this.api = props.api ?? SpinKubeRelease.CURRENT.api;
    this.createDeployment = props.createDeployment ?? true;
    this.apiObject = new ApiObject(this, 'Resource', {
      apiVersion: this.api.apiVersion,
      kind: KIND,
      metadata: props.metadata,
      spec: Lazy.any({ produce: () => this.renderSpec() }) as unknown,
    });
    this.node.addValidation({
      validate: () => [...droppedFields(this.renderSpec(), this.api), ...ownFindings(this.apiObject)],
    });
  }

  public get namespace(): string | undefined {
    return this.metadata.namespace;
  }

  private renderSpec(): object {
    const { runtimeClass, spinImage, caCertSecret, otel } = this.props;
    const deploymentConfig: l1.SpinAppExecutorSpecDeploymentConfig = {
      runtimeClassName: runtimeClass?.name,
      spinImage,
      installDefaultCaCerts: this.installDefaultCaCerts(),
      caCertSecret: caCertSecret?.name,
      otel: otel && {
        exporterOtlpEndpoint: otel.endpoint,
        exporterOtlpTracesEndpoint: otel.tracesEndpoint,
        exporterOtlpMetricsEndpoint: otel.metricsEndpoint,
        exporterOtlpLogsEndpoint: otel.logsEndpoint,
      },
    };
    const configured = Object.values(deploymentConfig).some((value) => value !== undefined);
    return l1.toJson_SpinAppExecutorSpec({
      createDeployment: this.props.createDeployment ?? true,
      deploymentConfig: configured ? deploymentConfig : undefined,
    }) as object;
  }

  private installDefaultCaCerts(): boolean | undefined {
    const wanted = this.createDeployment && this.api.knows('spec.deploymentConfig.installDefaultCACerts');
    return this.props.installDefaultCaCerts ?? (wanted ? true : undefined);
  }
}

class ImportedSpinAppExecutor extends ImportedResource implements ISpinAppExecutor {
  public readonly api: SpinOperatorApi;
  public readonly namespace?: string;
  public readonly createDeployment?: boolean;

  public constructor(scope: Construct, id: string, name: string, options: SpinAppExecutorReferenceOptions) {
    const api = options.api ?? SpinKubeRelease.CURRENT.api;
    super(scope, id, { apiVersion: api.apiVersion, kind: KIND, resourceType: RESOURCE_TYPE, name });
    this.api = api;
    this.namespace = options.namespace;
    this.createDeployment = options.createDeployment;
  }
}
