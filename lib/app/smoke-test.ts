import * as fs from 'fs';
import { ApiObject, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { listUnlessEmpty } from '../private/empty';
import { checkedProps, checkedType } from '../private/checked-props';
import { packageFile } from '../private/package-files';
import { cpuQuantity, sizeQuantity } from '../private/quantity';
import { SMOKE_TEST } from '../synth/smoke-tests';
import { Problems } from '../validation/problems';
import { nonEmpty, NOT_EMPTY, ofText, wholeNumber } from '../validation/requirement';
import { HashedJob } from './hashed-job';
import { SpinApp } from './spin-app';

/** Properties of a `SmokeTest`. */
export interface SmokeTestProps extends kplus.ResourceProps {
  /** App to send the request to. */
  readonly app: SpinApp;

  /**
   * Path of the request, with its query if it has one. Begins with a slash.
   *
   * @default '/'
   */
  readonly path?: string;

  /**
   * Status code that the answer must have. Redirects are not followed.
   *
   * @default 200
   */
  readonly expectStatus?: number;

  /**
   * Body that the answer must have, except for line breaks at its end.
   *
   * @default - any body
   */
  readonly expectBody?: string;

  /**
   * Time in which the app must answer as expected, in whole seconds: the request is repeated until then. Pulling the image
   * and scheduling the pod may take two minutes more.
   *
   * @default Duration.minutes(2)
   */
  readonly timeout?: Duration;

  /**
   * Image with curl 7.75 or later and a POSIX shell.
   *
   * @default 'docker.io/curlimages/curl:8.20.0'
   */
  readonly image?: string;

  /**
   * Image pull secrets, in the namespace of the Job.
   *
   * @default - none
   */
  readonly imagePullSecrets?: kplus.ISecret[];
}

/**
 * Smoke test: a Job that sends a request to the Service of an app, and compares status and body of the answer with those
 * expected. Its log has both.
 *
 * In a bundle it is a stage after its app, and whatever depends on it waits until the test has passed. The name of the Job
 * ends in a hash of the manifest of the app and of its own, so that the test runs again when either changes.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/
 *
 * @example
 *
 * new SmokeTest(chart, 'smoke-test', { app, path: '/hello', expectBody: 'Hello world from Spin!' });
 */
export class SmokeTest extends kplus.Resource {
  public readonly resourceType = 'jobs';

  /** App that is tested. */
  public readonly app: SpinApp;

  /** URL of the request. */
  public readonly url: string;

  /** @see kplus.Resource.apiObject */
  protected readonly apiObject: ApiObject;

  private readonly path: string;
  private readonly expectStatus: number;
  private readonly expectBody?: string;
  private readonly timeout: Duration;
  private readonly image: string;
  private readonly imagePullSecrets: kplus.ISecret[];

  /**
   * Creates a smoke test.
   *
   * @param scope scope of the test
   * @param id its id there
   * @param props the app, the request and the expected answer
   * @throws if `app` is not a SpinApp
   */
  public constructor(scope: Construct, id: string, props: SmokeTestProps) {
    super(scope, id);
    this.app = checkedType('SpinApp', checkedProps('SmokeTestProps', props, this).app, 'app', this);
    this.path = props.path ?? '/';
    this.expectStatus = props.expectStatus ?? 200;
    this.expectBody = props.expectBody;
    this.timeout = props.timeout ?? Duration.minutes(2);
    this.image = props.image ?? 'docker.io/curlimages/curl:8.20.0';
    this.imagePullSecrets = [...(props.imagePullSecrets ?? [])];
    const { namespace } = this.app.metadata;
    this.url = `http://${this.app.serviceName}${namespace === undefined ? '' : `.${namespace}.svc`}${this.path}`;
    const name = HashedJob.nameOf(this, props.metadata);
    const labels = { [SMOKE_TEST]: name };
    const metadata = { namespace, ...props.metadata, name, labels: { ...props.metadata?.labels, ...labels } };
    // Not on the app itself: the test may be in its scope.
    const tested = ApiObject.of(this.app);
    this.apiObject = new HashedJob(this, 'Resource', { metadata, spec: this.renderSpec(labels) }, [tested]);
    this.node.addDependency(tested);
    this.node.addValidation({ validate: () => this.validate() });
  }

  /** Name of the Job, for the current state of the app: it ends in a hash. */
  public override get name(): string {
    return HashedJob.fullNameOf(this.apiObject);
  }

  /** A Job that removes itself when it has finished would be created again by Argo CD and Flux, so it has no TTL. */
  private renderSpec(labels: { [key: string]: string }): kplus.k8s.JobSpec {
    const seconds = inSeconds(this.timeout);
    return {
      activeDeadlineSeconds: seconds + MOST_SECONDS_TO_START,
      backoffLimit: 2,
      // The script has already repeated the request. Other failures, such as an eviction, are worth another pod.
      podFailurePolicy: {
        rules: [FAILED_TEST],
      },
      template: {
        metadata: { labels },
        spec: {
          automountServiceAccountToken: false,
          containers: [this.renderContainer(seconds)],
          enableServiceLinks: false,
          imagePullSecrets: listUnlessEmpty(this.imagePullSecrets.map(({ name }) => ({ name }))),
          // The log of a container that is restarted would be lost with its pod.
          restartPolicy: 'Never',
          securityContext: {
            runAsGroup: USER,
            runAsNonRoot: true,
            runAsUser: USER,
            seccompProfile: { type: kplus.SeccompProfileType.RUNTIME_DEFAULT },
          },
        },
      },
    };
  }

  private renderContainer(timeoutSeconds: number): kplus.k8s.Container {
    const body = this.expectBody?.replace(/\n+$/, '');
    return {
      name: CONTAINER,
      image: this.image,
      imagePullPolicy: kplus.ImagePullPolicy.IF_NOT_PRESENT,
      command: ['sh', '-c', fs.readFileSync(packageFile('lib', 'app', 'smoke-test.sh'), 'utf8')],
      env: [
        { name: 'URL', value: verbatim(this.url) },
        { name: 'EXPECTED_STATUS', value: String(this.expectStatus) },
        // The API server drops an empty value, which would then be a difference.
        ...(body === undefined ? [] : [{ name: 'EXPECTED_BODY', value: body === '' ? undefined : verbatim(body) }]),
        { name: 'TIMEOUT', value: String(timeoutSeconds) },
      ],
      resources: {
        requests: quantities(kplus.Cpu.millis(10), Size.mebibytes(16)),
        limits: quantities(kplus.Cpu.millis(200), Size.mebibytes(64)),
      },
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: [kplus.Capability.ALL] },
        readOnlyRootFilesystem: true,
      },
    };
  }

  private validate(): string[] {
    const problems = Problems.at();
    problems.at('path').require(this.path, REQUEST_PATH);
    problems.at('expectStatus').require(this.expectStatus, wholeNumber(200, 599));
    problems.at('timeout').require(inSeconds(this.timeout), wholeNumber(1));
    problems.at('image').require(this.image, NOT_EMPTY);
    if (this.app.executor.createDeployment === false) {
      const rule = 'never answers: its executor creates no Deployments';
      problems.at('app').refuse(this.app.name, rule, 'test an app of another executor');
    }
    return problems.messages;
  }
}

const CONTAINER = 'curl';

/** Kubernetes requires one of `onExitCodes` and `onPodConditions`; the generated type requires the latter. */
const FAILED_TEST = {
  action: 'FailJob',
  onExitCodes: { containerName: CONTAINER, operator: 'In', values: [1] },
} as kplus.k8s.PodFailurePolicyRule;

/** Any user but root: curl needs none in particular. */
const USER = 65532;

/** Time to pull the image and schedule the pod. With the default timeout, a Job ends before `install.sh` and Flux give up. */
const MOST_SECONDS_TO_START = 120;

const REQUEST_PATH = nonEmpty(
  ofText(
    (path) => /^\/[^\s#]*$/.test(path),
    'is not a valid path of a request',
    'begin it with a slash, and encode spaces and number signs',
  ),
);

/** Kubernetes expands `$(NAME)` in the value of an environment variable, and reads two dollar signs as one. */
function verbatim(value: string): string {
  return value.replaceAll('$', '$$$$');
}

function inSeconds(duration: Duration): number {
  return duration.toSeconds({ integral: false });
}

function quantities(cpu: kplus.Cpu, memory: Size): { [name: string]: kplus.k8s.Quantity } {
  return {
    cpu: kplus.k8s.Quantity.fromString(cpuQuantity(cpu)),
    memory: kplus.k8s.Quantity.fromString(sizeQuantity(memory)),
  };
}
