import { Chart } from 'cdk8s';
import {
  NodeInstaller,
  SpinApp,
  SpinAppExecutor,
  SpinAppExecutorProps,
  SpinAppProps,
  SpinKube,
  SpinKubeRelease,
  WebhookCertificates,
} from '../../lib';
import { certificate } from './certificate';
import { Kubectl, must } from './kubectl';
import { AppPod, podOf } from './pod';
import { appsChart, IMAGE } from './sample';
import { mustRun } from './scripts';
import { synthBundle } from './suite';

const NAMESPACE = 'spin-operator';
const SECRET = 'webhook-certificate';

/** Returns the properties of an app, and adds the objects that they refer to to its chart. */
type MakeProps = (chart: Chart) => Partial<SpinAppProps>;

/** Default properties of an app: one replica of the sample. */
const APP = { image: IMAGE, replicas: 1 };

/** A platform in a cluster, to which apps are added one by one. Its webhooks use a certificate of the tests. */
export class Platform {
  private readonly certificate = certificate(`spin-operator-webhook-service.${NAMESPACE}.svc`);

  public constructor(
    private readonly kubectl: Kubectl,
    private readonly release: SpinKubeRelease,
  ) {}

  public async install(): Promise<void> {
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'kubernetes.io/tls',
      metadata: { name: SECRET, namespace: NAMESPACE },
      data: this.certificate.data,
    };
    await this.kubectl.text('create', 'namespace', NAMESPACE);
    await must(this.kubectl.create([secret]));
    await this.run('spinkube-crds', () => undefined);
  }

  /** Adds an app, waits until it is Available, and returns the pod template that the operator has created. */
  public async add(name: string, make: MakeProps = () => ({})): Promise<AppPod> {
    await this.run('executors', (chart, { executor }) => {
      new SpinApp(chart, name, { ...APP, metadata: { name }, executor, ...make(chart) });
    });
    return podOf(this.kubectl, name);
  }

  /** Like `add()`, but with a separate executor of the same name. */
  public async addUnder(
    name: string,
    make: (chart: Chart, spinkube: SpinKube) => SpinAppExecutorProps,
  ): Promise<AppPod> {
    await this.run('executors', (chart, spinkube) => {
      const props = { metadata: { name }, ...make(chart, spinkube) };
      const executor = new SpinAppExecutor(chart, `${name}-executor`, props);
      new SpinApp(chart, name, { ...APP, metadata: { name }, executor, components: ['one'] });
    });
    return podOf(this.kubectl, name);
  }

  /** Runs install.sh from a stage on, with additional objects in the chart of apps. */
  public async run(from: string, fill: (chart: Chart, spinkube: SpinKube) => void): Promise<void> {
    await mustRun(this.kubectl, this.synth(fill), 'install', '--from', from, '--timeout', '60s');
  }

  /** Synthesizes the bundle. */
  public synth(fill: (chart: Chart, spinkube: SpinKube) => void): string {
    const { caBundle } = this.certificate;
    return synthBundle((bundle) => {
      const spinkube = new SpinKube(bundle, 'spinkube', {
        release: this.release,
        nodeInstaller: NodeInstaller.preinstalled(),
        webhookCertificates: WebhookCertificates.fromSecret({ secretName: SECRET, caBundle }),
      });
      fill(appsChart(bundle), spinkube);
    });
  }
}
