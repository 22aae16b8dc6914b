import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { core, node } from '../lib';

/** Fills an app. */
export type Shape = (app: App) => void;

const EXECUTOR = 'containerd-shim-spin';
const NAMESPACE = 'default';
const RUNTIME_CLASS = 'wasmtime-spin-v2';

/** Adds what all SpinApps need, so that the checks of a bundle have nothing to say. */
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

/** Charts of so many SpinApps each, and one of the platform. */
export function charts(count: number, appsInEach: number): Shape {
  return (app) => {
    addPlatform(new Chart(app, 'platform'));
    for (let index = 0; index < count; index++) {
      addApps(new Chart(app, `chart-${index}`), `app-${index}`, appsInEach);
    }
  };
}

/** Layers of charts with so many SpinApps each; each chart depends on all of the layer before. */
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

/** The ids are the same in every chart: thousands of different ones would slow V8 down, whoever synthesizes. */
function addApps(chart: Chart, prefix: string, count: number): void {
  for (let index = 0; index < count; index++) {
    addSpinApp(chart, `app-${index}`, `${prefix}-${index}`);
  }
}
