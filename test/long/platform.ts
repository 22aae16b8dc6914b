import { Chart } from 'cdk8s';
import { Bundle, Delivery, NodeInstaller, SpinApp, SpinKube, SpinKubeRelease } from '../../lib';

/** A platform with an app in the chart `apps`, for kubectl. */
export function platform(release = SpinKubeRelease.V2026_12, nodeInstaller?: NodeInstaller): Bundle {
  const bundle = new Bundle({ deliveries: [Delivery.kubectl()] });
  const spinkube = new SpinKube(bundle, 'spinkube', { release, nodeInstaller, appNamespaces: ['shop'] });
  new SpinApp(new Chart(bundle, 'apps', { namespace: 'shop' }), 'app', {
    metadata: { name: 'hello' },
    image: 'hello',
    executor: spinkube.executor,
  });
  return bundle;
}

/** A platform with an app, and more of them in the charts of these names. */
export function appsIn(chartFor: (name: string) => string, count: number): Bundle {
  const bundle = platform();
  const { executor } = bundle.node.findChild('spinkube') as SpinKube;
  for (let index = 0; index < count; index++) {
    const name = `app-${index}`;
    const id = chartFor(name);
    const chart = bundle.node.tryFindChild(id) ?? new Chart(bundle, id, { namespace: 'shop' });
    new SpinApp(chart, name, { metadata: { name }, image: 'hello', executor });
  }
  return bundle;
}
