import { ApiObject, App, Chart, YamlOutputType } from 'cdk8s';
import { parse } from 'yaml';
import { ArgoCdGenerator, ArgoCdMode, Bundle, Cluster, Delivery, DeliveryContext, IDelivery } from '../../lib';
import { RenderedApplication } from './argo-cd/delivered';
import { changed, contextsOf, SOURCE } from './contexts';
import { RenderedKustomization } from './flux/delivered';
import { synthFiles } from './stages';
import { manifestsIn } from '../testing';

const IN_CLUSTER = 'https://kubernetes.default.svc';

function addConfigMap(scope: App, chart: string): Chart {
  const made = new Chart(scope, chart, { namespace: 'default' });
  new ApiObject(made, 'a', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: chart } });
  return made;
}

/** A garden with two stages, and a cluster with two stages that waits for the garden's second one. */
function fill(bundle: Bundle): { garden: Cluster; spin: Cluster; shoot: Chart } {
  const garden = new Cluster(bundle, 'garden');
  const shoot = addConfigMap(garden, 'shoot');
  shoot.addDependency(addConfigMap(garden, 'credentials'));
  const spin = new Cluster(bundle, 'spin');
  addConfigMap(spin, 'apps').addDependency(addConfigMap(spin, 'operator'));
  spin.addDependency(shoot);
  return { garden, spin, shoot };
}

/** Rings of three clusters; each waits for all of the ring before. The paths through them are too many to count. */
function rings(bundle: Bundle, count: number): void {
  let before: Cluster[] = [];
  for (let ring = 0; ring < count; ring++) {
    before = [0, 1, 2].map((index) => {
      const cluster = new Cluster(bundle, `r${ring}-${index}`);
      addConfigMap(cluster, 'a');
      cluster.addDependency(...before);
      return cluster;
    });
  }
}

function filesWith(...deliveries: IDelivery[]): { [file: string]: string } {
  const bundle = new Bundle({ deliveries });
  fill(bundle);
  return synthFiles(bundle);
}

/** The validation errors of a bundle. */
const refusal = (make: (bundle: Bundle) => void, ...deliveries: IDelivery[]) => {
  const bundle = new Bundle({ deliveries });
  make(bundle);
  return expect(() => synthFiles(bundle));
};

describe('a cluster that waits for another one', () => {
  test('passes its dependencies and dependents to deliveries', () => {
    const [garden, spin, bundle] = contextsOf(fill);
    expect(spin.dependsOn).toEqual([{ directory: 'garden', stages: ['shoot'] }]);
    expect(garden.dependents).toEqual([spin]);
    expect([garden.dependsOn, spin.dependents, bundle.dependents]).toEqual([[], [], []]);
    expect(bundle.clusters).toEqual([garden, spin]);
  });

  test('may be the first of a long chain', () => {
    const [garden, spin] = contextsOf(fill);
    let last = spin;
    for (let count = 0; count < 10_000; count++) {
      last = changed(spin, { dependents: [last] });
    }
    const files = Delivery.argoCd({ source: SOURCE }).deliver(changed(garden, { dependents: [last] }));
    expect(files.map(({ path }) => path)).toContain('argo-cd/stages/spin-spinkube.yaml');
  });

  test('is delivered quickly where each depends on several, and those on several in turn', () => {
    const bundle = new Bundle({
      deliveries: [
        Delivery.argoCd({ source: SOURCE, mode: ArgoCdMode.ROLLING_SYNC, generator: ArgoCdGenerator.clusters() }),
      ],
    });
    rings(bundle, 20);
    expect(Object.keys(synthFiles(bundle))).toContain('argo-cd/application-sets/spinkube.yaml');
  });

  test('is refused quickly where it waits for several, and those for several in turn', () => {
    refusal(
      (bundle) => {
        rings(bundle, 20);
      },
      Delivery.argoCd({ source: SOURCE }),
    ).toThrow('has r1-0 wait for one other cluster only; let it depend on one');
  });

  test('names its dependencies in README.md and stages.json', () => {
    const files = filesWith(Delivery.kubectl());
    const before = 'These stages of the cluster `garden` are ready: `shoot`.';
    expect(files['spin/README.md']).toContain(`## Prerequisites\n\n- ${before}\n`);
    expect(files['README.md']).toContain('- [garden](garden/README.md)\n- [spin](spin/README.md), after garden\n');
    expect(files['spin/kubectl/install.sh']).toContain(`say 'Prerequisite: ${before.replaceAll('`', '')}'\n`);
    expect(JSON.parse(files['spin/stages.json'])).toMatchObject({
      dependsOn: [{ directory: 'garden', stages: ['shoot'] }],
    });
    expect(JSON.parse(files['garden/stages.json'])).not.toHaveProperty('dependsOn');
  });

  test('can wait for the bundle itself, or for everything in a cluster', () => {
    const contexts = (dependency: (bundle: Bundle, garden: Cluster) => App | Chart) => {
      const found = contextsOf((bundle) => {
        const { garden } = fill(bundle);
        addConfigMap(bundle, 'own');
        const other = new Cluster(bundle, 'other');
        addConfigMap(other, 'a');
        other.addDependency(dependency(bundle, garden));
      });
      return Object.fromEntries(found.map((context): [string, DeliveryContext] => [context.directory, context]));
    };
    const onBundle = contexts((bundle) => bundle);
    expect(onBundle.other.dependsOn).toEqual([{ directory: '.', stages: ['own'] }]);
    expect(onBundle['.'].dependents).toEqual([onBundle.other]);
    const onCluster = contexts((_, garden) => garden);
    expect(onCluster.other.dependsOn).toEqual([{ directory: 'garden', stages: ['credentials', 'shoot'] }]);
    expect(onCluster.garden.dependents.map(({ directory }) => directory).sort()).toEqual(['other', 'spin']);
  });

  test('names each stage once, in the order of stages', () => {
    const contexts = contextsOf((bundle) => {
      const { garden, shoot, spin } = fill(bundle);
      spin.addDependency(shoot, garden.node.findChild('credentials'), shoot.node.findChild('a'));
    });
    expect(contexts[1].dependsOn).toEqual([{ directory: 'garden', stages: ['credentials', 'shoot'] }]);
  });

  test('is written as usual in layouts without stages', () => {
    const bundle = new Bundle({ yamlOutputType: YamlOutputType.FILE_PER_CHART });
    fill(bundle);
    expect(Object.keys(synthFiles(bundle))).toContain('spin/0000-operator.k8s.yaml');
  });
});

describe('dependencies of clusters', () => {
  test('reject a target that cannot be waited for', () => {
    refusal((bundle) => {
      const { spin } = fill(bundle);
      const empty = new Chart(new Cluster(bundle, 'third'), 'empty');
      const elsewhere = new Chart(new App(), 'elsewhere');
      spin.addDependency(spin.node.findChild('apps'), empty, elsewhere);
    }).toThrow(
      [
        'Validation failed with the following errors:',
        "  spin: 'addDependency' (apps) is in the cluster itself; choose something of another cluster",
        "  spin: 'addDependency' (empty) has no objects to wait for; choose something of another cluster",
        "  spin: 'addDependency' (elsewhere) is not in this bundle; choose something of another cluster",
      ].join('\n'),
    );
  });

  test('reject a cycle', () => {
    refusal((bundle) => {
      const { garden, spin } = fill(bundle);
      garden.addDependency(spin);
    }).toThrow(
      'the clusters depend on each other in a circle: garden => spin => garden; remove one of these dependencies',
    );
  });

  test('reject a construct that depends on another cluster directly', () => {
    refusal((bundle) => {
      const { shoot, spin } = fill(bundle);
      (spin.node.findChild('apps') as Chart).addDependency(shoot);
    }).toThrow(
      "spin: [apps] depends on 'shoot' of another cluster or app, which is applied separately; remove the dependency, or use 'addDependency()' of the cluster",
    );
  });
});

describe('with Argo CD', () => {
  const read = (files: { [file: string]: string }, file: string) => parse(files[file]) as RenderedApplication;

  test('puts the root Application into the wave after its dependencies', () => {
    const files = filesWith(Delivery.argoCd({ source: SOURCE }));
    expect(Object.keys(files).filter((file) => file.includes('argo-cd'))).toEqual([
      'garden/argo-cd/applications.yaml',
      'garden/argo-cd/health-checks.yaml',
      'garden/argo-cd/kustomization.yaml',
      'garden/argo-cd/project.yaml',
      'garden/argo-cd/stages/credentials.yaml',
      'garden/argo-cd/stages/shoot.yaml',
      'garden/argo-cd/stages/spin-spinkube.yaml',
      'spin/argo-cd/kustomization.yaml',
      'spin/argo-cd/project.yaml',
      'spin/argo-cd/stages/apps.yaml',
      'spin/argo-cd/stages/operator.yaml',
    ]);
    const wave = (file: string) => read(files, file).metadata.annotations?.['argocd.argoproj.io/sync-wave'];
    expect(['credentials', 'shoot', 'spin-spinkube'].map((name) => wave(`garden/argo-cd/stages/${name}.yaml`))).toEqual(
      ['0', '1', '2'],
    );
    const { metadata, spec } = read(files, 'garden/argo-cd/stages/spin-spinkube.yaml');
    expect(metadata).toMatchObject({
      name: 'spin-spinkube',
      namespace: 'argocd',
      finalizers: ['resources-finalizer.argocd.argoproj.io'],
    });
    expect(spec).toMatchObject({
      project: 'spin-spinkube',
      source: { path: 'dist/spin/argo-cd/stages' },
      destination: { server: IN_CLUSTER, namespace: 'argocd' },
    });
    expect(read(files, 'spin/argo-cd/stages/apps.yaml').spec.destination).toEqual({
      name: 'spin',
      namespace: 'default',
    });
  });

  test('leaves only the project to be applied by hand, with a comment when to do so', () => {
    const { 'spin/argo-cd/kustomization.yaml': text } = filesWith(Delivery.argoCd({ source: SOURCE }));
    expect(text).toBe(
      [
        '---',
        '# AppProject of the Application that garden creates for this cluster; apply it before garden. Run in this folder:',
        '#',
        '#   kubectl apply -k .',
        'apiVersion: kustomize.config.k8s.io/v1beta1',
        'kind: Kustomization',
        'resources:',
        '  - project.yaml',
        '',
      ].join('\n'),
    );
    const files = filesWith(Delivery.argoCd({ source: SOURCE, project: 'platform' }));
    expect(Object.keys(files).filter((file) => file.startsWith('spin/argo-cd'))).toEqual([
      'spin/argo-cd/stages/apps.yaml',
      'spin/argo-cd/stages/operator.yaml',
    ]);
  });

  test('a cluster can wait for the bundle itself', () => {
    const bundle = new Bundle({ deliveries: [Delivery.argoCd({ source: SOURCE })] });
    const spin = new Cluster(bundle, 'spin');
    addConfigMap(spin, 'apps');
    spin.addDependency(addConfigMap(bundle, 'shoot'));
    const files = synthFiles(bundle);
    expect(files['README.md']).toContain('- [spin](spin/README.md), after the stages below\n');
    expect(files['spin/README.md']).toContain('- These stages of the bundle itself are ready: `shoot`.\n');
    expect(read(files, 'argo-cd/stages/spin-spinkube.yaml').metadata).toMatchObject({
      name: 'spin-spinkube',
      annotations: { 'argocd.argoproj.io/sync-wave': '1' },
    });
    expect(files['spin/argo-cd/kustomization.yaml']).toContain(
      '# AppProject of the Application that the bundle creates for this cluster',
    );
  });

  test.each([ArgoCdMode.SYNC_WAVES, ArgoCdMode.ROLLING_SYNC])('rejects mode %s, which does not wait', (mode) => {
    refusal(fill, Delivery.argoCd({ source: SOURCE, mode })).toThrow(
      `ArgoCdDelivery has the following errors:\n  'mode' (${mode}) has spin wait for no other cluster; use ArgoCdMode.APP_OF_APPS`,
    );
  });

  test('ignores dependencies with an Argo CD in each cluster', () => {
    const files = filesWith(Delivery.argoCd({ source: SOURCE, destination: IN_CLUSTER }));
    expect(Object.keys(files).filter((file) => /argo-cd.*(spin-spinkube|applications)/.test(file))).toEqual([
      'garden/argo-cd/applications.yaml',
      'spin/argo-cd/applications.yaml',
    ]);
    expect(files['spin/argo-cd/kustomization.yaml']).toContain('once Argo CD is installed');
  });

  test('rejects dependencies on several clusters', () => {
    refusal(
      (bundle) => {
        const { spin } = fill(bundle);
        spin.addDependency(addConfigMap(new Cluster(bundle, 'other'), 'a'));
      },
      Delivery.argoCd({ source: SOURCE }),
    ).toThrow("'mode' (AppOfApps) has spin wait for one other cluster only; let it depend on one");
  });

  test('generates the Applications of clusters registered in Argo CD', () => {
    const files = filesWith(Delivery.argoCd({ source: SOURCE, generator: ArgoCdGenerator.clusters() }));
    expect(Object.keys(files).filter((file) => file.includes('argo-cd/') && !file.includes('/stages/'))).toEqual([
      'argo-cd/application-sets/spinkube.yaml',
      'argo-cd/applications.yaml',
      'argo-cd/health-checks.yaml',
      'argo-cd/kustomization.yaml',
      'argo-cd/project.yaml',
    ]);
    expect(Object.keys(files)).not.toContain('garden/argo-cd/stages/spin-spinkube.yaml');
  });
});

describe('with Flux', () => {
  const dependencies = (kubeConfigSecret?: string) => {
    const files = filesWith(Delivery.flux({ source: SOURCE, kubeConfigSecret }));
    return manifestsIn<RenderedKustomization>(files['spin/flux/kustomizations.yaml']).map(({ metadata, spec }) => [
      metadata.name,
      spec.dependsOn?.map(({ name }) => name),
    ]);
  };

  test('makes the first stages wait when one Flux applies to all clusters', () => {
    expect(dependencies('kubeconfig')).toEqual([
      ['spin-spinkube-operator', ['garden-spinkube-shoot']],
      ['spin-spinkube-apps', ['spin-spinkube-operator']],
    ]);
  });

  test('ignores dependencies with a Flux in each cluster', () => {
    expect(dependencies()).toEqual([
      ['spin-spinkube-operator', undefined],
      ['spin-spinkube-apps', ['spin-spinkube-operator']],
    ]);
  });

  test('makes clusters wait for stages of the bundle itself', () => {
    const bundle = new Bundle({ deliveries: [Delivery.flux({ source: SOURCE, kubeConfigSecret: 'kubeconfig' })] });
    const spin = new Cluster(bundle, 'spin');
    addConfigMap(spin, 'apps');
    spin.addDependency(addConfigMap(bundle, 'shoot'));
    const [apps] = manifestsIn<RenderedKustomization>(synthFiles(bundle)['spin/flux/kustomizations.yaml']);
    expect(apps.spec.dependsOn).toEqual([{ name: 'spinkube-shoot' }]);
  });
});
