import { ApiObject, Lazy } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct, IConstruct } from 'constructs';
import * as l1 from '../../imports/core.spinkube.dev';
import { checkedProps, checkedType } from '../private/checked-props';
import { declareCrdFiles } from '../private/crd-files';
import { invalid } from '../private/errors';
import { given } from '../private/given';
import { ImportedResource } from '../private/imported-resource';
import { shimOf, SpinKubeRelease } from '../releases/registry';
import { SpinOperatorApi } from '../releases/spin-operator/spin-operator-api';
import { SpinShimVersion } from '../releases/spin-shim/spin-shim-version';
import { ownFindings } from '../validation/own-findings';
import { droppedFields } from './dropped-fields';
import { IRuntimeClass } from './runtime-class';

const KIND = 'SpinAppExecutor';
const RESOURCE_TYPE = 'spinappexecutors';

/** SpinAppExecutor, created here or referenced by name. */
export interface ISpinAppExecutor extends kplus.IResource {
  /** API of the operator that serves this executor. */
  readonly api: SpinOperatorApi;

  /** Namespace of the executor; only SpinApps in it can use the executor. Undefined if the chart has none. */
  readonly namespace?: string;

  /** True if the operator creates a Deployment for each app. Undefined if unknown. */
  readonly createDeployment?: boolean;

  /** Version of the shim that runs the apps. Undefined if unknown. */
  readonly spinShim?: SpinShimVersion;

  /** RuntimeClass of the pods. Undefined if unknown, or if they run in Spin's own image. */
  readonly runtimeClass?: IRuntimeClass;
}

/**
 * OpenTelemetry (OTLP) exporter of the apps: URLs of OTLP over HTTP, usually port 4318, not 4317 of gRPC.
 */
export interface OtelExporter {
  /**
   * OTLP endpoint for all signals, for example `http://otel-collector.default.svc.cluster.local:4318`. Spin appends
   * `/v1/traces`, `/v1/metrics` and `/v1/logs`.
   *
   * @default - none
   */
  readonly endpoint?: string;

  /**
   * OTLP endpoint for traces, with its path: `http://otel-collector.default.svc.cluster.local:4318/v1/traces`. Unlike that for all
   * signals, it is used as it is.
   *
   * @default - `endpoint`
   */
  readonly tracesEndpoint?: string;

  /**
   * OTLP endpoint for metrics, with its path: `http://otel-collector.default.svc.cluster.local:4318/v1/metrics`. Unlike that for all
   * signals, it is used as it is.
   *
   * @default - `endpoint`
   */
  readonly metricsEndpoint?: string;

  /**
   * OTLP endpoint for logs, with its path: `http://otel-collector.default.svc.cluster.local:4318/v1/logs`. Unlike that for all
   * signals, it is used as it is.
   *
   * @default - `endpoint`
   */
  readonly logsEndpoint?: string;
}

/** Properties of a `SpinAppExecutor`. */
export interface SpinAppExecutorProps extends kplus.ResourceProps {
  /**
   * API of the operator in the cluster.
   *
   * @default SpinKubeRelease.CURRENT.api
   */
  readonly api?: SpinOperatorApi;

  /**
   * Creates a Deployment for each app. If false, something else must run the apps, and the operator creates only their
   * Services.
   *
   * @default true
   */
  readonly createDeployment?: boolean;

  /**
   * RuntimeClass of the pods, for apps that the containerd shim runs. Mutually exclusive with `spinImage`.
   *
   * @default - none; Deployments require one of `runtimeClass` and `spinImage`
   */
  readonly runtimeClass?: IRuntimeClass;

  /**
   * Image with `spin` itself, for apps in ordinary containers ("spintainer") without a shim on the nodes. The images of the
   * apps must be public. Mutually exclusive with `runtimeClass`.
   *
   * @default - none; Deployments require one of `runtimeClass` and `spinImage`
   */
  readonly spinImage?: string;

  /**
   * Version of the shim on the nodes. It is not rendered: a SpinApp with a Spin manifest is checked for triggers and
   * variables that this version does not run.
   *
   * @default - the shim of the SpinKube release with this API; unknown with `spinImage`
   */
  readonly spinShim?: SpinShimVersion;

  /**
   * Installs the default CA certificates: the operator creates a Secret with public CA certificates and mounts it into the
   * apps, so that they can call HTTPS servers.
   *
   * @default - true if the executor creates Deployments and the operator has the field, as in the executor of SpinKube
   */
  readonly installDefaultCaCerts?: boolean;

  /**
   * Secret with CA certificates in the key `ca-certificates.crt`, to mount into the apps. With `installDefaultCaCerts`, the
   * operator creates it if it is missing.
   *
   * @default - `spin-ca`
   */
  readonly caCertSecret?: kplus.ISecret;

  /**
   * OpenTelemetry (OTLP) exporter of the apps.
   *
   * @default - none: no data is exported
   */
  readonly otel?: OtelExporter;
}

/** Options of `SpinAppExecutor.fromSpinAppExecutorName()`. */
export interface SpinAppExecutorReferenceOptions {
  /**
   * API of the operator that serves the executor.
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
   * True if the operator creates a Deployment for each app.
   *
   * @default - unknown, and not checked
   */
  readonly createDeployment?: boolean;

  /**
   * Version of the shim on the nodes. A SpinApp with a Spin manifest is checked for triggers and variables that this version
   * does not run.
   *
   * @default - the shim of the SpinKube release with this API
   */
  readonly spinShim?: SpinShimVersion;
}

/**
 * SpinAppExecutor: how the operator runs SpinApps, with the containerd shim or in ordinary containers.
 *
 * It serves only the SpinApps of its own namespace.
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
   * Reference to an existing executor.
   *
   * @param scope scope of the reference
   * @param id its id there
   * @param name name of the executor
   * @param options its API, namespace and settings
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
  public readonly spinShim?: SpinShimVersion;
  public readonly runtimeClass?: IRuntimeClass;

  /** @see kplus.Resource.apiObject */
  protected readonly apiObject: ApiObject;

  private readonly props: SpinAppExecutorProps;

  public constructor(scope: Construct, id: string, props: SpinAppExecutorProps = {}) {
    super(scope, id);
    const { api, createDeployment, metadata, otel, runtimeClass, spinImage, spinShim } = checkedProps(
      'SpinAppExecutorProps',
      props,
      this,
    );
    this.props = { ...props, otel: otel && { ...otel } };
    this.api = checkedType('SpinOperatorApi', api ?? SpinKubeRelease.CURRENT.api, 'api', this);
    declareCrdFiles(this, this.api._facts.crds, false);
    this.createDeployment = createDeployment ?? true;
    this.runtimeClass = runtimeClass;
    this.spinShim = spinShim
      ? checkedType('SpinShimVersion', spinShim, 'spinShim', this)
      : spinImage === undefined
        ? shimOf(this.api)
        : undefined;
    this.apiObject = new ApiObject(this, 'Resource', {
      apiVersion: this.api.apiVersion,
      kind: KIND,
      metadata,
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
  public readonly spinShim?: SpinShimVersion;

  public constructor(scope: Construct, id: string, name: string, options: SpinAppExecutorReferenceOptions) {
    const where = 'SpinAppExecutor.fromSpinAppExecutorName';
    const {
      api: known = SpinKubeRelease.CURRENT.api,
      createDeployment,
      namespace,
      spinShim,
    } = checkedProps('SpinAppExecutorReferenceOptions', options, where);
    const api = checkedType('SpinOperatorApi', known, 'api', where);
    checkedType('text', name, 'name', where);
    super(scope, id, { apiVersion: api.apiVersion, kind: KIND, resourceType: RESOURCE_TYPE, name });
    this.api = api;
    declareCrdFiles(this, api._facts.crds, false);
    this.namespace = namespace;
    this.createDeployment = createDeployment;
    this.spinShim = spinShim ? checkedType('SpinShimVersion', spinShim, 'spinShim', where) : shimOf(api);
  }
}

/**
 * The executor that was given, which from JavaScript may be anything.
 *
 * @throws if it is not an executor
 */
export function checkedExecutor(user: IConstruct, executor: ISpinAppExecutor | undefined): ISpinAppExecutor {
  if (executor && given(executor).api instanceof SpinOperatorApi) {
    return executor;
  }
  const remedy = "use 'spinkube.executor' or SpinAppExecutor.fromSpinAppExecutorName()";
  throw invalid(user, 'executor', executor, 'is not a SpinAppExecutor', remedy);
}
