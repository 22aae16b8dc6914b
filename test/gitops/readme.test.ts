import { ApiObject, Chart } from 'cdk8s';
import * as fc from 'fast-check';
import {
  Bundle,
  CertificateIssuer,
  CustomResourceDefinitions,
  DeliveryContext,
  NodeInstaller,
  RuntimeClass,
  SpinApp,
  SpinAppExecutor,
  SpinKube,
  SpinKubeProps,
  WebhookCertificates,
} from '../../lib';
import { StageFile } from '../../lib/gitops/inventory';
import { writeReadme } from '../../lib/gitops/readme';
import { partsOf } from '../../lib/synth/output/text';
import { Stages, synthFiles } from './stages';

const readmeOf = (bundle: Bundle) => synthFiles(bundle)['README.md'];

/** Prerequisites of a platform in its README. */
function prerequisites(props: SpinKubeProps): string[] {
  const bundle = new Bundle();
  new SpinKube(bundle, 'spinkube', props);
  const [, section = ''] = /## Prerequisites\n\n([^]*?)\n\n## Stages/.exec(readmeOf(bundle)) ?? [];
  return section.split('\n').filter(Boolean);
}

describe('before a platform is installed', () => {
  const caBundle = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

  test.each<[string, SpinKubeProps, string[]]>([
    ['nothing is needed by default', {}, []],
    ['nothing is needed where all nodes get the shim from kwasm', { nodeInstaller: NodeInstaller.kwasm() }, []],
    [
      'nodes want the labels that are selected by',
      { nodeInstaller: NodeInstaller.runtimeClassManager({ nodeSelector: { spin: 'true', pool: 'wasm' } }) },
      [
        '- Label each node that is to run SpinApps, those that join later too: `kubectl label node NODE pool=wasm spin=true`',
      ],
    ],
    [
      'nodes want no labels that they have',
      {
        nodeInstaller: NodeInstaller.runtimeClassManager({
          nodeSelector: { 'kubernetes.io/arch': 'arm64', 'node.kubernetes.io/instance-type': 'm7g.large' },
        }),
      },
      [],
    ],
    [
      'nodes want the annotation that kwasm looks for',
      { nodeInstaller: NodeInstaller.kwasm({ operator: { autoProvision: false } }) },
      [
        '- Annotate each node that is to run SpinApps, those that join later too: `kubectl annotate node NODE kwasm.sh/kwasm-node=true`',
      ],
    ],
    [
      'nodes want the shim where nothing installs it',
      { nodeInstaller: NodeInstaller.preinstalled({ handler: 'wasm' }) },
      ['- The nodes have the shim: containerd knows a runtime `wasm`.'],
    ],
    [
      'cert-manager is wanted where it is not part of the bundle',
      { webhookCertificates: WebhookCertificates.existingCertManager() },
      [
        '- The cluster has cert-manager.',
        '- The cluster serves the kinds that no stage defines: `Certificate`, `Issuer` (`cert-manager.io/v1`).',
      ],
    ],
    [
      'an issuer is wanted',
      {
        webhookCertificates: WebhookCertificates.existingCertManager({
          issuer: CertificateIssuer.clusterIssuer('corp'),
        }),
      },
      [
        '- The cluster has cert-manager, and the ClusterIssuer `corp`.',
        '- The cluster serves the kinds that no stage defines: `Certificate` (`cert-manager.io/v1`).',
      ],
    ],
    [
      'a Secret is wanted',
      { webhookCertificates: WebhookCertificates.fromSecret({ secretName: 'tls', caBundle }) },
      [
        '- The namespace `spin-operator` has the Secret `tls` with a certificate for `spin-operator-webhook-service.spin-operator.svc`.',
      ],
    ],
    [
      'definitions are wanted, of each owner',
      {
        operator: { customResourceDefinitions: CustomResourceDefinitions.external() },
        webhookCertificates: WebhookCertificates.certManager({
          customResourceDefinitions: CustomResourceDefinitions.external(),
        }),
      },
      [
        '- The cluster has the CustomResourceDefinitions of `cert-manager.io` and `acme.cert-manager.io`.',
        '- The cluster has the CustomResourceDefinitions of `core.spinkube.dev`.',
        '- The cluster serves the kinds that no stage defines: `Certificate`, `Issuer` (`cert-manager.io/v1`), `SpinAppExecutor` (`core.spinkube.dev/v1alpha1`).',
      ],
    ],
    [
      'namespaces are wanted',
      { createNamespaces: false },
      ['- The cluster has the namespaces `cert-manager`, `runtime-class-manager`, `spin-operator`.'],
    ],
  ])('%s', (_, props, expected) => {
    expect(prerequisites(props)).toEqual(expected);
  });
});

test('lists the namespaces that no stage creates, except the ones that every cluster has', () => {
  const bundle = new Bundle();
  const chart = new Chart(bundle, 'a');
  for (const namespace of ['default', 'kube-system', 'made', 'theirs', 'others']) {
    new ApiObject(chart, namespace, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace } });
  }
  new ApiObject(chart, 'namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'made' } });
  expect(readmeOf(bundle)).toContain('## Prerequisites\n\n- The cluster has the namespaces `others`, `theirs`.\n');
});

test('lists the stages in order, with their direct dependencies and objects by kind', () => {
  const bundle = new Bundle();
  const [a, b, c] = ['a', 'b', 'c'].map((id) => {
    const chart = new Chart(bundle, id, { namespace: 'default' });
    new ApiObject(chart, 'one', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `${id}1` } });
    return chart;
  });
  new ApiObject(c, 'two', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c2' } });
  b.addDependency(a);
  c.addDependency(a, b);
  const readme = readmeOf(bundle);
  expect(readme).toContain(
    [
      '| level | stage | depends on | objects |',
      '|---|---|---|---|',
      '| 0 | [a](manifests/a) |  | ConfigMap |',
      '| 1 | [b](manifests/b) | a | ConfigMap |',
      '| 2 | [c](manifests/c) | b | 2 ConfigMap |',
    ].join('\n'),
  );
  expect(readme).toContain('  s_a["a"]\n  s_a --> s_b["b"]\n  s_b --> s_c["c"]\n```');
});

test('omits transitive dependencies', () => {
  const dependencies = fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 30 });
  fc.assert(
    fc.property(dependencies, (pairs) => {
      const bundle = new Bundle();
      const charts = Array.from({ length: 12 }, (_, index) => new Chart(bundle, `c${index}`, { namespace: 'default' }));
      charts.forEach((chart) => new ApiObject(chart, 'map', { apiVersion: 'v1', kind: 'ConfigMap' }));
      pairs
        .filter(([a, b]) => a !== b)
        .forEach(([a, b]) => {
          charts[Math.max(a, b)].addDependency(charts[Math.min(a, b)]);
        });
      const files = synthFiles(bundle);
      const { stages } = JSON.parse(files['stages.json']) as { stages: Stages };
      const needs = (name: string): string[] => stages.find((stage) => stage.name === name)?.dependsOn ?? [];
      const reaches = (from: string, to: string): boolean => needs(from).some((one) => one === to || reaches(one, to));
      for (const { dependsOn, name } of stages) {
        const direct = dependsOn.filter((one) => !dependsOn.some((other) => reaches(other, one)));
        expect(files['README.md']).toContain(`[${name}](manifests/${name}) | ${direct.join(', ')} |`);
      }
    }),
    { seed: 9, numRuns: 60 },
  );
});

test('lists the images of apps, executors and pods, and the images passed to operators', () => {
  const bundle = new Bundle();
  const chart = new Chart(bundle, 'all', { namespace: 'x' });
  const runtimeClass = RuntimeClass.fromRuntimeClassName(chart, 'class', 'spin');
  const executor = new SpinAppExecutor(chart, 'executor', { runtimeClass });
  new SpinAppExecutor(chart, 'spintainer', { spinImage: 'example.com/spin:1' });
  new SpinApp(new Chart(bundle, 'apps', { namespace: 'x' }), 'app', { image: 'example.com/app:1', executor });
  const add = (apiVersion: string, kind: string, spec: object) =>
    new ApiObject(chart, kind, { apiVersion, kind, spec });
  const container = (name: string, more: object = {}) => ({ name, image: `example.com/${name}:1`, ...more });
  add('v1', 'Pod', { initContainers: [container('init')], containers: [container('pod')] });
  const template = (...containers: object[]) => ({ template: { spec: { containers } } });
  add('batch/v1', 'CronJob', { schedule: '@daily', jobTemplate: { spec: template(container('cron')) } });
  const operator = container('operator', {
    env: [
      { name: 'INSTALLER_IMAGE', value: 'example.com/installer:1' },
      { name: 'MODE', value: 'image' },
    ],
    args: ['--solver-image=example.com/solver:1', '--v=2'],
  });
  add('apps/v1', 'Deployment', { selector: {}, ...template(operator, container('pod')) });
  expect(readmeOf(bundle).split('## Images\n\n')[1]).toBe(
    ['app', 'cron', 'init', 'installer', 'operator', 'pod', 'solver', 'spin']
      .map((name) => `- \`example.com/${name}:1\`\n`)
      .join(''),
  );
});

test('omits the list of images if there are none', () => {
  const bundle = new Bundle();
  new ApiObject(new Chart(bundle, 'a', { namespace: 'default' }), 'one', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a' },
  });
  expect(readmeOf(bundle)).not.toContain('Images');
});

test('omits transitive dependencies of more stages than are looked at in one go', () => {
  const count = 9000;
  // A chain, in which each stage also depends on one far before it, and on the one at its side.
  const dependencies = Array.from({ length: count }, (_, index) => [
    ...(index > 5000 ? [`s${index - 5000}`] : []),
    ...(index > 0 ? [`s${index - 1}`, `side${index - 1}`] : []),
  ]);
  const files = dependencies
    .flatMap((names, index) => [stageFile(`side${index}`, 0, []), stageFile(`s${index}`, index, names)])
    .sort((a, b) => a.stage.level - b.stage.level);
  const context = DeliveryContext._of({ directory: '.', stages: [], prerequisites: [] });
  const readme = partsOf(writeReadme(files, context, new Map())).join('');
  for (const index of [1, 100, 4096, 5001, 8999]) {
    expect(readme).toContain(`| [s${index}](s${index}) | s${index - 1}, side${index - 1} |`);
  }
});

function stageFile(name: string, level: number, dependencies: string[]): StageFile {
  return { path: `${name}/x.yaml`, stage: { name, level, dependencies, objects: [] } };
}
