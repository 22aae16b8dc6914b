import * as path from 'path';
import { Chart, Duration } from 'cdk8s';
import {
  Bundle,
  Delivery,
  DeliveryContext,
  DeliveryFile,
  Existing,
  HealthProbe,
  IDelivery,
  SpinApp,
  SpinKube,
  SpinKubeRelease,
  Variable,
} from 'cdk8s-spinkube';

/** A delivery of your own: one line per stage, for a pipeline. */
class Pipeline implements IDelivery {
  public readonly name = 'pipeline';

  public deliver({ directory, stages }: DeliveryContext): DeliveryFile[] {
    const lines = stages.map((stage) => `${stage.level} ${directory}/${stage.path}\n`);
    return [{ path: 'pipeline/stages.txt', text: lines.join('') }];
  }
}

const bundle = new Bundle({
  outdir: process.env.CDK8S_OUTDIR ?? path.join(__dirname, 'dist'),
  deliveries: [Delivery.kubectl(), new Pipeline()],
});

const spinkube = new SpinKube(bundle, 'spinkube', { release: SpinKubeRelease.V2026_12 });

const apps = new Chart(bundle, 'apps', { namespace: 'default' });
new SpinApp(apps, 'shop', {
  metadata: { name: 'shop' },
  image: 'ghcr.io/example/shop:v1',
  executor: spinkube.executor,
  replicas: 2,
  variables: {
    greeting: Variable.fromValue('hello'),
    db_password: Variable.fromSecret(Existing.secret('shop'), 'password'),
  },
  readiness: HealthProbe.fromHttpGet('/healthz', { period: Duration.seconds(5) }),
});

bundle.synth();
