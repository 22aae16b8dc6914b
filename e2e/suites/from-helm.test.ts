import { NodeInstaller, SpinKubeProps, SpinKubeRelease, WebhookCertificates } from '../../lib';
import { inOwnCluster } from '../src/cluster';
import { interruptionOf } from '../src/continuity';
import { HELM_2024, HELM_2026, HelmInstallation, installWithHelm } from '../src/helm';
import { must } from '../src/kubectl';
import { hasReplicas } from '../src/node-cluster';
import { nodeInstallers } from '../src/node-installers/stand-in';
import { addPlatform, IMAGE } from '../src/sample';
import { mustRun } from '../src/scripts';
import { eventually, synthBundle, useCluster } from '../src/suite';

const APP = 'simple-spinapp';

interface Case {
  readonly helm: HelmInstallation;
  readonly group: string;
  readonly platform: SpinKubeProps;

  /** Objects of the charts that the bundle does not have, as the guide lists them. */
  readonly leftovers: readonly string[];
}

const CASES: { readonly [title: string]: Case } = {
  'the versions of the tutorial': {
    helm: HELM_2024,
    group: 'core.spinoperator.dev',
    platform: {
      release: SpinKubeRelease.V2024_05,
      webhookCertificates: WebhookCertificates.certManager({ namespace: 'cert-manager' }),
      nodeInstaller: NodeInstaller.kwasm({ operator: { helmReleaseName: 'kwasm-operator', namespace: 'kwasm' } }),
      operator: { namespace: 'spin-operator' },
      createNamespaces: false,
    },
    leftovers: [
      'clusterrole/spin-operator-proxy-role',
      'clusterrole/spin-operator-metrics-reader',
      'clusterrolebinding/spin-operator-proxy-rolebinding',
    ],
  },
  'the versions of November 2026': {
    helm: HELM_2026,
    group: 'core.spinkube.dev',
    platform: {
      release: SpinKubeRelease.V2026_11,
      webhookCertificates: WebhookCertificates.certManager({ namespace: 'cert-manager' }),
      nodeInstaller: NodeInstaller.runtimeClassManager({ manager: { namespace: 'runtime-class-manager' } }),
      operator: { namespace: 'spin-operator' },
      createNamespaces: false,
    },
    leftovers: ['clusterrole/spin-operator-metrics-role', 'clusterrolebinding/spin-operator-metrics-rolebinding'],
  },
};

describe.each(Object.entries(CASES))(
  'a platform that Helm installed, %s',
  (title, { group, helm, leftovers, platform }) => {
    inOwnCluster('in a cluster', () => {
      const cluster = useCluster(nodeInstallers);

      test('runs an app', async () => {
        await installWithHelm(cluster.kubectl, helm);
        const app = {
          apiVersion: `${group}/v1alpha1`,
          kind: 'SpinApp',
          metadata: { name: APP, namespace: 'default' },
          spec: { image: IMAGE, executor: 'containerd-shim-spin', replicas: 2 },
        };
        await cluster.kubectl.text('annotate', 'nodes', '--all', 'kwasm.sh/kwasm-node=true');
        await eventually(
          'the app is accepted',
          async () => (await cluster.kubectl.apply([app])).code === 0 || undefined,
        );
        await hasReplicas(cluster.kubectl, APP, 2);
      });

      test('is taken over without an interruption', async () => {
        const bundle = synthBundle((one) => {
          addPlatform(one, platform, { replicas: 2 });
        });
        const takeOver = async () => {
          if (helm === HELM_2024) {
            const patch = '--patch=[{"op": "remove", "path": "/spec/template/spec/containers/0"}]';
            const deployment = ['deployment/spin-operator-controller-manager', '--namespace=spin-operator'];
            await must(cluster.kubectl.try('patch', ...deployment, '--type=json', patch));
          }
          await mustRun(cluster.kubectl, bundle, 'install', '--timeout', '120s');
        };
        const interruption = await interruptionOf(cluster.kubectl, APP, title, takeOver);
        expect(interruption).toEqual({ unavailable: 0, unchangeable: 0, recreated: [] });
      });

      test('keeps running when the records of Helm are removed, and what the bundle does not have', async () => {
        for (const { name, namespace } of helm.releases) {
          const selector = `--selector=owner=helm,name=${name}`;
          await cluster.kubectl.text('delete', 'secret', `--namespace=${namespace}`, selector);
        }
        await cluster.kubectl.text('delete', ...leftovers);
        const secrets = await cluster.kubectl.get('secrets', '--all-namespaces', '--selector=owner=helm');
        expect(secrets).toEqual([]);
        const [{ status }] = await cluster.kubectl.get(`deployment/${APP}`);
        expect(status).toMatchObject({ readyReplicas: 2 });
      });

      test('shows an interruption where there is one', async () => {
        const remove = async () => {
          await cluster.kubectl.text('delete', `deployment/${APP}`, '--cascade=foreground');
          await hasReplicas(cluster.kubectl, APP, 2);
        };
        const { recreated, unavailable } = await interruptionOf(cluster.kubectl, APP, `${title}, removed`, remove);
        expect(unavailable).toBeGreaterThan(0);
        expect(recreated).toEqual([`Deployment.apps default/${APP}`]);
      });
    });
  },
);
