import { ApiObject, ApiObjectMetadata, Cron } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { checkedProps } from '../private/checked-props';
import { checkedOptions } from '../private/checked-values';
import { invalid } from '../private/errors';
import { SpinKubeRelease } from '../releases/registry';
import { Problems } from '../validation/problems';
import { IRuntimeClass } from './runtime-class';
import { SpinApp, SpinAppProps } from './spin-app';
import { SpinCronJob, SpinJob } from './spin-job';
import { didYouMean } from './spin-manifest/checked-app';
import { readersOf, spinName } from './spin-manifest/check-variables';
import { ManifestRoute, publicRoutes, routePattern } from './spin-manifest/manifest-route';
import { ManifestComponent, ManifestModel } from './spin-manifest/model';
import { chainedComponent } from './spin-manifest/outbound-host';
import { SpinManifest } from './spin-manifest/spin-manifest';
import { CertificateIssuer } from './certificate-issuer';
import { HttpRoute, HttpRouteOptions } from './traffic/http-route';
import { HttpPathMatch, HttpRouteMatch } from './traffic/http-route-match';
import { tlsOf } from './traffic/ingress-tls';

/**
 * Properties of a `SpinApplication`. Those of `SpinApp` apply to each of its SpinApps, except for variables and runtime
 * configuration, of which each gets what its components use. Its Jobs get the image, the executor, resources, pull secrets and
 * service account, too.
 */
export interface SpinApplicationProps extends SpinAppProps {
  /**
   * Groups of component IDs: each group becomes a SpinApp, with a Deployment and a Service of its own. Every component that
   * runs must be in exactly one group. For a SpinApp per component, use `manifest.componentIds.map((id) => [id])`.
   *
   * @default - one SpinApp with all components
   */
  readonly split?: string[][];

  /**
   * Schedules by component ID: a component with a `command` trigger becomes a CronJob instead of a Job.
   *
   * @default - none: Jobs, which run when they are applied
   */
  readonly schedules?: { [component: string]: Cron };

  /**
   * RuntimeClass of the Jobs.
   *
   * @default - that of the executor; required for Jobs with an executor that is referenced by name
   */
  readonly runtimeClass?: IRuntimeClass;
}

/** Options of `SpinApplication.exposeViaIngress()`. */
export interface SpinApplicationIngressOptions {
  /**
   * Host name that the routes belong to.
   *
   * @default - every host
   */
  readonly host?: string;

  /**
   * Name of the IngressClass: which controller serves the Ingress.
   *
   * @default - none: the default of the cluster
   */
  readonly className?: string;

  /**
   * TLS Secret with the certificate and key of the host.
   *
   * @default - none, or that of `issuer`
   */
  readonly tlsSecret?: kplus.ISecret;

  /**
   * Issuer of cert-manager that issues the certificate of the host, into the Secret `NAME-tls` after the name of the first
   * SpinApp. Not with `tlsSecret`.
   *
   * @default - none
   */
  readonly issuer?: CertificateIssuer;

  /**
   * Metadata of the Ingress, such as annotations for its controller.
   *
   * @default - a generated name, in the namespace of the application
   */
  readonly metadata?: ApiObjectMetadata;
}

/**
 * Spin application: the SpinApps that run a whole `spin.toml`, one for all components or one for each group of them, and
 * its HTTP routes as an Ingress or HTTPRoute. Components with a trigger of type `command` become Jobs and CronJobs.
 *
 * @see https://spinframework.dev/writing-apps
 *
 * @example
 *
 * const shop = new SpinApplication(chart, 'shop', {
 *   image,
 *   executor,
 *   manifest: SpinManifest.fromFile('spin.toml'),
 *   split: [['front'], ['cart', 'pay']],
 * });
 * shop.exposeViaIngress({ host: 'shop.example.com' });
 */
export class SpinApplication extends Construct {
  /** SpinApps of the application, in the order of `split`; none if all its triggers are of type `command`. */
  public readonly apps: SpinApp[];

  /** Jobs of the components with a `command` trigger, in the order of `spin.toml`; CronJobs for those with a schedule. */
  public readonly jobs: kplus.Resource[];

  private readonly model: ManifestModel;
  private readonly groups: readonly (readonly string[])[];

  /**
   * Creates the SpinApps of an application.
   *
   * @param scope scope of the application
   * @param id its id there
   * @param props manifest, image and executor, and what the SpinApps have in common
   * @throws if `manifest` is missing
   */
  public constructor(scope: Construct, id: string, props: SpinApplicationProps) {
    super(scope, id);
    const { components, manifest, split } = checkedProps('SpinApplicationProps', props, this);
    if (!manifest) {
      const rule = 'is required: it says which components, variables, stores and routes there are';
      throw invalid(this, 'manifest', undefined, rule, 'use SpinManifest.fromFile()');
    }
    this.model = manifest._model();
    const running = runningIds(this.model, components);
    const commands = running.filter((one) => typesOf(this.model, one).includes(COMMAND));
    const servers = running.filter((one) => !commands.includes(one));
    const problems = Problems.at();
    checkCommands(commands, Object.keys(props.schedules ?? {}), manifest, problems);
    const splitProblems = Problems.at('split');
    if (split) {
      checkSplit(split, servers, manifest, splitProblems);
    }
    this.node.addValidation({ validate: () => [...problems.messages, ...splitProblems.messages] });
    // A split that is not valid is reported, and the rest of the program goes on with a single SpinApp.
    const groups = split && splitProblems.all.length === 0 ? split.map((group) => [...group]) : undefined;
    this.groups = groups ?? (servers.length > 0 || commands.length === 0 ? [servers] : []);
    this.apps = this.groups.map((group) => {
      if (groups) {
        return new SpinApp(this, group[0], {
          ...props,
          ...this.partFor(props, group),
          metadata: named(props, group[0]),
        });
      }
      return new SpinApp(this, 'Default', { ...props, ...(commands.length > 0 ? this.partFor(props, group) : {}) });
    });
    this.jobs = commands.map((command) => this.createJob(props, command));
  }

  /**
   * SpinApp that runs a component.
   *
   * @param component ID of the component
   * @throws if the application does not have the component, or leaves it out
   */
  public appOf(component: string): SpinApp {
    const index = this.groups.findIndex((group) => group.includes(component));
    if (index < 0) {
      const known = this.groups.flat().join(', ');
      throw invalid(this, 'component', component, 'is not a component that runs', `use one of ${known}`);
    }
    return this.apps[index];
  }

  /**
   * Ingress: sends the requests of each public route to the SpinApp of its component. Private routes are left out. A route
   * also matches with a slash at its end, as in Spin.
   *
   * @param options host, class, TLS Secret and metadata
   * @returns the Ingress
   * @throws if there is no public route, or one has parameters (`/users/:id`), which an Ingress cannot match
   */
  public exposeViaIngress(options: SpinApplicationIngressOptions = {}): ApiObject {
    const given = checkedProps('SpinApplicationIngressOptions', options, this);
    const { className, host, metadata } = given;
    const routes = this.routes();
    for (const { route } of routes.filter(({ hasParameters }) => hasParameters)) {
      const rule = 'has parameters, which an Ingress cannot match';
      throw invalid(this, 'route', route, rule, "use 'exposeViaHttpRoute', or a wildcard (/...) in the manifest");
    }
    const paths = routes.flatMap((route) =>
      pathsOf(route).map((path) => ({
        path,
        pathType: route.isWildcard ? kplus.HttpIngressPathType.PREFIX : kplus.HttpIngressPathType.EXACT,
        backend: { service: { name: this.serviceOf(route), port: { number: this.appOf(route.component).port } } },
      })),
    );
    const { annotations, secretName } = tlsOf(given, `${this.apps[0].name}-tls`, this);
    return new kplus.k8s.KubeIngress(this, 'Ingress', {
      metadata: {
        namespace: this.namespace,
        ...metadata,
        annotations: annotations || metadata?.annotations ? { ...annotations, ...metadata?.annotations } : undefined,
      },
      spec: {
        ingressClassName: className,
        rules: [{ host, http: { paths } }],
        tls: secretName === undefined ? undefined : [{ hosts: host === undefined ? undefined : [host], secretName }],
      },
    });
  }

  /**
   * HTTPRoute of the Gateway API: sends the requests of each public route to the SpinApp of its component. Private routes
   * are left out. A route with parameters (`/users/:id`) becomes a regular expression, which not every Gateway supports.
   *
   * @param options Gateway, host names and metadata
   * @returns the HTTPRoute
   * @throws if there is no public route, or no Gateway
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch
   */
  public exposeViaHttpRoute(options: HttpRouteOptions): HttpRoute {
    const given = checkedOptions('HttpRouteOptions', options, this, 'gateway');
    const routes = this.routes();
    const rules = this.apps.flatMap((app) => {
      const matches = routes.filter(({ component }) => this.appOf(component) === app).flatMap(matchesOf);
      return inParts(matches, MOST_MATCHES).map((part) => ({ matches: part, backends: [{ app }] }));
    });
    const metadata = { namespace: this.namespace, ...given.metadata };
    return new HttpRoute(this, 'HttpRoute', { ...given, metadata, rules });
  }

  /** Public routes to components that run. */
  private routes(): ManifestRoute[] {
    const running = this.groups.flat();
    const routes = publicRoutes(this.model).filter(({ component }) => running.includes(component));
    if (routes.length === 0) {
      throw invalid(this, 'manifest', this.model.name, 'has no public HTTP route to expose', 'remove the call');
    }
    return routes;
  }

  /** Namespace of the SpinApps; that of the chart if it is undefined. */
  private get namespace(): string | undefined {
    return this.apps.at(0)?.metadata.namespace;
  }

  private serviceOf({ component }: ManifestRoute): string {
    return this.appOf(component).serviceName;
  }

  private createJob(props: SpinApplicationProps, command: string): kplus.Resource {
    const { allowPlaintextSecrets, executor, image, imagePullSecrets, manifest, resources, runtimeClass } = props;
    const { schedules = {}, serviceAccount } = props;
    const common = { allowPlaintextSecrets, executor, image, imagePullSecrets, manifest, resources, runtimeClass };
    const jobProps = {
      ...common,
      serviceAccount,
      ...this.partFor(props, [command]),
      metadata: named(props, command),
    };
    return command in schedules
      ? new SpinCronJob(this, command, { ...jobProps, schedule: schedules[command] })
      : new SpinJob(this, command, jobProps);
  }

  /** Settings that the components of a group use, and those that no component uses, so that the checks report them. */
  private partFor(
    { executor, runtimeConfig, variables = {} }: SpinAppProps,
    group: readonly string[],
  ): Pick<SpinAppProps, 'components' | 'runtimeConfig' | 'variables'> {
    const { components, variables: declared } = this.model;
    const isIn = ({ id }: ManifestComponent) => group.includes(id);
    const isFor = (users: readonly ManifestComponent[]) => users.length === 0 || users.some(isIn);
    const shim = executor.spinShim ?? SpinKubeRelease.CURRENT.spinShim;
    const required = declared.filter(({ isRequired }) => isRequired && shim._facts.needsAllVariables);
    const needed = Object.entries(variables).filter(([name]) => {
      const isRequired = required.some((one) => one.name === spinName(name));
      return isRequired || isFor(readersOf(spinName(name), components));
    });
    return {
      components: [...group],
      variables: Object.fromEntries(needed),
      runtimeConfig: runtimeConfig?._filter({
        keyValueStore: (label) => isFor(components.filter(({ keyValueStores }) => keyValueStores.includes(label))),
        sqliteDatabase: (label) => isFor(components.filter(({ sqliteDatabases }) => sqliteDatabases.includes(label))),
        llmCompute: isFor(components.filter(({ aiModels }) => aiModels.length > 0)),
      }),
    };
  }
}

/** Type of the triggers that end by themselves. */
const COMMAND = 'command';

function typesOf({ triggers }: ManifestModel, id: string): string[] {
  return triggers.filter(({ component }) => component === id).map(({ type }) => type);
}

/** The given name with that of a component; generated names have it already. */
function named({ metadata }: SpinAppProps, component: string): ApiObjectMetadata | undefined {
  return metadata?.name === undefined ? metadata : { ...metadata, name: `${metadata.name}-${component}` };
}

/** A Job ends only if all triggers of its component do, and a schedule needs a Job. */
function checkCommands(
  commands: readonly string[],
  scheduled: readonly string[],
  manifest: SpinManifest,
  problems: Problems,
): void {
  for (const id of commands) {
    const other = typesOf(manifest._model(), id).find((type) => type !== COMMAND);
    if (other !== undefined) {
      const rule = `is started by triggers of type command and ${other} in ${manifest._source()}, so that its Job never ends`;
      problems.at('manifest').refuse(id, rule, 'give the command a component of its own');
    }
  }
  for (const id of scheduled.filter((one) => !commands.includes(one))) {
    const rule = `is not a component of ${manifest._source()} with a trigger of type command`;
    const remedy = didYouMean(id, commands) ?? 'remove the schedule, or add a [[trigger.command]] there';
    problems.at('schedules').refuse(id, rule, remedy);
  }
}

/** Matches of one rule of an HTTPRoute: older versions of the Gateway API allow no more. */
const MOST_MATCHES = 8;

/** The components that run: those of `components` and, without it, all that a trigger starts. */
function runningIds({ components, triggers }: ManifestModel, wanted?: readonly string[]): string[] {
  const isStarted = (id: string) => triggers.some(({ component }) => component === id);
  return components.map(({ id }) => id).filter((id) => wanted?.includes(id) ?? isStarted(id));
}

function checkSplit(
  split: readonly (readonly string[])[],
  running: readonly string[],
  manifest: SpinManifest,
  problems: Problems,
): void {
  const all = split.flat();
  split.forEach((group, index) => {
    if (group.length === 0) {
      problems.at(index).refuse(undefined, 'is a group without components', 'remove it');
    }
    group.forEach((id, at) => {
      if (!running.includes(id)) {
        const rule = `is not a component of ${manifest._source()} that runs`;
        problems.at(index, at).refuse(id, rule, didYouMean(id, running) ?? `use one of ${running.join(', ')}`);
      } else if (all.indexOf(id) !== split.slice(0, index).flat().length + at) {
        problems.at(index, at).refuse(id, 'is already in a group', 'remove it from one of them');
      }
    });
  });
  for (const id of running.filter((one) => !all.includes(one))) {
    problems.refuse(id, 'is a component that is in no group', `add it to one, or leave it out with 'components'`);
  }
  checkCalls(split, manifest, problems);
}

/** The shim starts no SpinApp with a component that may call one of another group by service chaining. */
function checkCalls(split: readonly (readonly string[])[], manifest: SpinManifest, problems: Problems): void {
  split.forEach((group, index) => {
    for (const { id, outboundHosts } of manifest._model().components.filter((one) => group.includes(one.id))) {
      for (const target of new Set(outboundHosts.map(chainedComponent))) {
        const callee = split.findIndex((other) => target !== undefined && other.includes(target));
        if (target === '*' && split.length > 1) {
          const rule = `may call any component by service chaining (http://*.spin.internal in ${manifest._source()}), which the shim does not start in a group`;
          problems.at(index, group.indexOf(id)).refuse(id, rule, 'list the components that it calls there');
        } else if (callee >= 0 && callee !== index) {
          const rule = `may call component '${String(target)}' by service chaining (${manifest._source()}), which is in another group`;
          const remedy = 'put both into one group, or call the Service of the other SpinApp by its name';
          problems.at(index, group.indexOf(id)).refuse(id, rule, remedy);
        }
      }
    }
  });
}

/** Paths of an Ingress for a route: an exact path matches with a slash at its end only if that is listed as well. */
function pathsOf({ isWildcard, path }: ManifestRoute): string[] {
  return isWildcard || path === '/' ? [path] : [path, `${path}/`];
}

function matchesOf(route: ManifestRoute): HttpRouteMatch[] {
  if (route.hasParameters) {
    return [{ path: HttpPathMatch.regularExpression(routePattern(route)) }];
  }
  const matching = (path: string) => (route.isWildcard ? HttpPathMatch.prefix(path) : HttpPathMatch.exact(path));
  return pathsOf(route).map((path) => ({ path: matching(path) }));
}

function inParts<T>(list: readonly T[], size: number): T[][] {
  const count = Math.ceil(list.length / size);
  return Array.from({ length: count }, (_, index) => list.slice(index * size, (index + 1) * size));
}
