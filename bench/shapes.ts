import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { core, node } from '../lib';

/** Adds charts to an app. */
export type Shape = (app: App) => void;

const EXECUTOR = 'containerd-shim-spin';
const NAMESPACE = 'default';
const RUNTIME_CLASS = 'wasmtime-spin-v2';

/** Adds the executor and RuntimeClass of all SpinApps, so that the checks of a bundle report nothing. */
export function addPlatform(scope: Construct): void {
  new node.RuntimeClass(scope, 'runtime-class', { metadata: { name: RUNTIME_CLASS }, handler: 'spin-v2' });
  new core.SpinAppExecutor(scope, 'executor', {
    metadata: { name: EXECUTOR, namespace: NAMESPACE },
    spec: { createDeployment: true, deploymentConfig: { runtimeClassName: RUNTIME_CLASS } },
  });
}

/** Adds a SpinApp. */
export function addSpinApp(scope: Construct, id: string, name = id): void {
  new core.SpinApp(scope, id, {
    metadata: { name, namespace: NAMESPACE },
    spec: {
      image: `ghcr.io/example/${name}:v1`,
      executor: EXECUTOR,
      replicas: 1,
      variables: [{ name: 'log_level', value: 'info' }],
    },
  });
}

/** Charts with the given number of SpinApps each, and a chart for the platform. */
export function charts(count: number, appsInEach: number): Shape {
  return (app) => {
    addPlatform(new Chart(app, 'platform'));
    for (let index = 0; index < count; index++) {
      addApps(new Chart(app, `chart-${index}`), `app-${index}`, appsInEach);
    }
  };
}

/** Layers of charts with the given number of SpinApps each; a chart depends on all charts of the previous layer. */
export function layers(count: number, chartsInEach: number, appsInEach: number): Shape {
  return (app) => {
    addPlatform(new Chart(app, 'platform'));
    let before: Chart[] = [];
    for (let layer = 0; layer < count; layer++) {
      before = Array.from({ length: chartsInEach }, (_, index) => {
        const chart = new Chart(app, `chart-${layer}-${index}`);
        chart.addDependency(...before);
        addApps(chart, `app-${layer}-${index}`, appsInEach);
        return chart;
      });
    }
  };
}

/** Adds SpinApps with the same ids in every chart: thousands of different ids would slow V8 down for ours and the peer. */
function addApps(chart: Chart, prefix: string, count: number): void {
  for (let index = 0; index < count; index++) {
    addSpinApp(chart, `app-${index}`, `${prefix}-${index}`);
  }
}
