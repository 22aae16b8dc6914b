import { ApiObject, Cron, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import * as l1 from '../../imports/core.spinkube.dev';
import { entriesByName } from '../private/by-name';
import { checkedProps } from '../private/checked-props';
import { checkedName } from '../private/checked-values';
import { listUnlessEmpty } from '../private/empty';
import { allowsPlaintextSecrets, setPlaintextSecrets } from '../private/plaintext-secrets';
import { findingsOf } from '../validation/own-findings';
import { Problems } from '../validation/problems';
import { wholeNumber } from '../validation/requirement';
import { HashedJob } from './hashed-job';
import { renderContainerSecurityContext, renderPodSecurityContext } from './pod-policy/restricted-security-context';
import { renderResources } from './resources';
import { IRuntimeClass } from './runtime-class';
import { RuntimeConfig } from './runtime-config';
import { checkedExecutor, ISpinAppExecutor } from './spin-app-executor';
import { checkByManifest } from './spin-manifest/check-manifest';
import { SpinManifest } from './spin-manifest/spin-manifest';
import { Variable } from './variable';
import { identityLabels } from './workload-identity';

/** Properties of a `SpinJob`. */
export interface SpinJobProps extends kplus.ResourceProps {
  /** OCI reference of the application. Prefer a digest, so that what was tested is what runs. */
  readonly image: string;

  /** Executor whose RuntimeClass and shim run the application. One that has a `spinImage` cannot run a Job. */
  readonly executor: ISpinAppExecutor;

  /**
   * RuntimeClass of the pods.
   *
   * @default - that of the executor; required for an executor that is referenced by name
   */
  readonly runtimeClass?: IRuntimeClass;

  /**
   * Spin manifest (`spin.toml`) of the application, which the Job is checked against.
   *
   * @default - no checks against a manifest
   */
  readonly manifest?: SpinManifest;

  /**
   * IDs of the components to run. Their triggers must end by themselves, as those of type `command` do.
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
   * Allows secrets in plain text in `variables`. Everyone who can read the manifest can read them.
   *
   * @default - the setting of the bundle, or false outside of a bundle
   */
  readonly allowPlaintextSecrets?: boolean;

  /**
   * Runtime configuration: only `RuntimeConfig.fromSecret()`, because no operator writes the file for a Job.
   *
   * @default - Spin's own defaults: key value and SQLite files in the pod
   */
  readonly runtimeConfig?: RuntimeConfig;

  /**
   * Requests and limits of the pod: CPU, memory and ephemeral storage.
   *
   * @default - no requests, no limits
   */
  readonly resources?: kplus.ContainerResources;

  /**
   * Image pull secrets.
   *
   * @default - none
   */
  readonly imagePullSecrets?: kplus.ISecret[];

  /**
   * Service account of the pod.
   *
   * @default - the `default` service account of the namespace
   */
  readonly serviceAccount?: kplus.IServiceAccount;

  /**
   * Back-off limit: pods that may fail before the Job has failed, in addition to the first one. A whole number, 0 or more.
   *
   * @default 2
   */
  readonly backoffLimit?: number;

  /**
   * Active deadline: time after which a Job that still runs has failed, in whole seconds.
   *
   * @default - none
   */
  readonly activeDeadline?: Duration;
}

/** Properties of a `SpinCronJob`. */
export interface SpinCronJobProps extends SpinJobProps {
  /** Schedule, such as `Cron.hourly()`. */
  readonly schedule: Cron;

  /**
   * Time zone of the schedule, by its name in the IANA database: `Europe/Berlin`.
   *
   * @default - that of the controller manager, usually UTC
   */
  readonly timeZone?: string;
}

/**
 * The pods of a Spin application that ends by itself.
 *
 * @internal
 */
export abstract class SpinTask extends kplus.Resource {
  private readonly props: SpinJobProps;
  private readonly runtimeClass?: IRuntimeClass;

  public constructor(scope: Construct, id: string, props: SpinJobProps, struct: string) {
    super(scope, id);
    this.props = { ...props };
    const { allowPlaintextSecrets, executor, imagePullSecrets, runtimeClass, serviceAccount } = checkedProps(
      struct,
      props,
      this,
    );
    imagePullSecrets?.forEach((secret) => checkedName(secret, 'Secret', this, 'imagePullSecrets'));
    if (serviceAccount) {
      checkedName(serviceAccount, 'ServiceAccount', this);
    }
    if (allowPlaintextSecrets !== undefined) {
      setPlaintextSecrets(this, allowPlaintextSecrets);
    }
    this.runtimeClass = runtimeClass ?? checkedExecutor(this, executor).runtimeClass;
    if (this.runtimeClass?.node.defaultChild) {
      // A reference to a RuntimeClass has no object to wait for.
      this.node.addDependency(this.runtimeClass);
    }
    this.node.addValidation({
      validate: () => [...this.validate(), ...this.validateAsApp(), ...this.validateByManifest()],
    });
  }

  /** @internal */
  protected _renderJobSpec(): kplus.k8s.JobSpec {
    const { activeDeadline, backoffLimit = 2, imagePullSecrets = [], serviceAccount } = this.props;
    const labels = identityLabels(serviceAccount);
    return {
      activeDeadlineSeconds: activeDeadline?.toSeconds({ integral: false }),
      backoffLimit,
      template: {
        metadata: Object.keys(labels).length > 0 ? { labels } : undefined,
        spec: {
          automountServiceAccountToken: serviceAccount === undefined ? false : undefined,
          containers: [this.renderContainer()],
          enableServiceLinks: false,
          imagePullSecrets: listUnlessEmpty(imagePullSecrets.map(({ name }) => ({ name }))),
          // The log of a container that is restarted would be lost with its pod.
          restartPolicy: 'Never',
          runtimeClassName: this.runtimeClass?.name,
          securityContext: { ...renderPodSecurityContext({}), sysctls: undefined },
          serviceAccountName: serviceAccount?.name,
          volumes: listUnlessEmpty(this.configSecrets.map((secretName) => ({ name: VOLUME, secret: { secretName } }))),
        },
      },
    };
  }

  private renderContainer(): kplus.k8s.Container {
    const { components, image, resources, variables = {} } = this.props;
    const env = entriesByName(variables).map(([name, variable]) => ({
      ...l1.toJson_SpinAppSpecVariables(variable._render(name)),
      name: `SPIN_VARIABLE_${name.toUpperCase()}`,
    }));
    const retained = components && [{ name: 'SPIN_COMPONENTS_TO_RETAIN', value: components.join(',') }];
    return {
      name: 'spin',
      image,
      // The shim ignores the command, but containerd requires one.
      command: ['/'],
      env: listUnlessEmpty([...env, ...(retained ?? [])]),
      // Quantities have the same shape in both generated APIs.
      resources: renderResources(resources),
      securityContext: renderContainerSecurityContext({}),
      volumeMounts: listUnlessEmpty(
        this.configSecrets.map(() => ({ name: VOLUME, mountPath: `/${CONFIG_FILE}`, subPath: CONFIG_FILE })),
      ),
    };
  }

  /** Name of the Secret with the runtime configuration, if there is one. */
  private get configSecrets(): string[] {
    return [this.props.runtimeConfig?._render().loadFromSecret ?? []].flat();
  }

  private validate(): string[] {
    const { activeDeadline, backoffLimit, runtimeConfig } = this.props;
    const problems = Problems.at();
    problems.at('backoffLimit').require(backoffLimit ?? 0, wholeNumber(0));
    problems.at('activeDeadline').require(activeDeadline?.toSeconds({ integral: false }) ?? 1, wholeNumber(1));
    if (this.runtimeClass === undefined) {
      const rule = 'is required, because the executor does not say which one it has';
      problems.at('runtimeClass').refuse(undefined, rule, 'set it, or use an executor with a runtimeClass');
    }
    if (runtimeConfig && this.configSecrets.length === 0) {
      const rule = 'must be a file in a Secret, because no operator writes it for a Job';
      problems.at('runtimeConfig').refuse(undefined, rule, 'use RuntimeConfig.fromSecret()');
    }
    return problems.messages;
  }

  /** Settings that a Job has in common with a SpinApp follow the same rules. */
  private validateAsApp(): string[] {
    const {
      components,
      executor,
      image,
      imagePullSecrets = [],
      resources,
      serviceAccount,
      variables = {},
    } = this.props;
    const { namespace } = this.metadata;
    const { apiVersion, _facts } = executor.api;
    const named = { metadata: { name: 'job', namespace }, apiVersion };
    const spec = {
      components,
      executor: 'job',
      image,
      imagePullSecrets: imagePullSecrets.map(({ name }) => ({ name })),
      replicas: 1,
      resources: renderResources(resources),
      serviceAccountName: serviceAccount?.name,
      variables: entriesByName(variables).map(([name, variable]) => variable._render(name)),
    };
    const app = { ...named, kind: 'SpinApp', spec: l1.toJson_SpinAppSpec(spec) };
    return findingsOf(app, this.apiObject, _facts.crds, [{ ...named, kind: 'SpinAppExecutor', spec: {} }]);
  }

  private validateByManifest(): string[] {
    const { components, executor, manifest, runtimeConfig, variables = {} } = this.props;
    const outline = {
      components,
      hasAutoscaler: false,
      manifest,
      mountPaths: [],
      probes: {},
      routesToApp: () => [],
      runtimeConfig,
      spinShim: executor.spinShim,
      variables,
    };
    return [...checkByManifest(outline, allowsPlaintextSecrets(this.apiObject)), ...this.lastingTriggers()];
  }

  /** A server never ends, and neither does its Job. */
  private lastingTriggers(): string[] {
    const { components, manifest } = this.props;
    const problems = Problems.at();
    for (const { component, type } of manifest?._model().triggers ?? []) {
      const isRun = components === undefined || (component !== undefined && components.includes(component));
      if (isRun && type !== 'command') {
        const rule = `is started by a trigger of type ${type}, which never ends`;
        problems.at('components').refuse(component, rule, "list only components with a trigger of type 'command'");
      }
    }
    return problems.messages;
  }
}

/**
 * Job that runs a Spin application, or some of its components, until it ends: for triggers of type `command`.
 *
 * Its name ends in a hash of its content, because a Job cannot be changed: another image or variable is another Job, which
 * runs again. Its pods have the security context of the Pod Security Standard `restricted`.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/
 *
 * @example
 *
 * new SpinJob(chart, 'import', { image, executor, components: ['import'] });
 */
export class SpinJob extends SpinTask {
  public readonly resourceType = 'jobs';

  /** @see kplus.Resource.apiObject */
  protected readonly apiObject: ApiObject;

  /**
   * Creates a Job.
   *
   * @param scope scope of the Job
   * @param id its id there
   * @param props image, executor and what the application needs
   */
  public constructor(scope: Construct, id: string, props: SpinJobProps) {
    super(scope, id, props, 'SpinJobProps');
    const name = HashedJob.nameOf(this, props.metadata);
    this.apiObject = new HashedJob(this, 'Resource', {
      metadata: { ...props.metadata, name },
      spec: this._renderJobSpec(),
    });
  }

  /** Name of the Job: it ends in a hash. */
  public override get name(): string {
    return HashedJob.fullNameOf(this.apiObject);
  }
}

/**
 * CronJob that runs a Spin application, or some of its components, on a schedule: for triggers of type `command`. A Job that
 * still runs when the next one is due prevents it.
 *
 * Its pods have the security context of the Pod Security Standard `restricted`.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/
 *
 * @example
 *
 * new SpinCronJob(chart, 'report', { image, executor, components: ['report'], schedule: Cron.daily() });
 */
export class SpinCronJob extends SpinTask {
  public readonly resourceType = 'cronjobs';

  /** @see kplus.Resource.apiObject */
  protected readonly apiObject: ApiObject;

  /**
   * Creates a CronJob.
   *
   * @param scope scope of the CronJob
   * @param id its id there
   * @param props schedule, image, executor and what the application needs
   */
  public constructor(scope: Construct, id: string, props: SpinCronJobProps) {
    super(scope, id, props, 'SpinCronJobProps');
    const { schedule, timeZone } = props;
    this.apiObject = new kplus.k8s.KubeCronJob(this, 'Resource', {
      metadata: props.metadata,
      spec: {
        concurrencyPolicy: kplus.ConcurrencyPolicy.FORBID,
        jobTemplate: { spec: this._renderJobSpec() },
        schedule: schedule.expressionString,
        timeZone,
      },
    });
  }
}

const VOLUME = 'spin-runtime-config';
const CONFIG_FILE = 'runtime-config.toml';
