import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  Bundle,
  BundleProps,
  FetchStrategy,
  ImageMirror,
  NodeInstaller,
  SpinKube,
  SpinKubeProps,
  WebhookCertificates,
} from '../../lib';
import { errorOutputOf, inTemporaryFolder, synthFiles } from '../gitops/stages';
import { manifestsIn, Manifest } from '../testing';

const GENERATED = WebhookCertificates.generated();
const CERT_MANAGER = WebhookCertificates.certManager();
const RCM = NodeInstaller.runtimeClassManager();
const KWASM = NodeInstaller.kwasm();

interface Pod {
  readonly template: { readonly spec: { readonly imagePullSecrets?: object[] } };
}

let bundle: Bundle;

beforeEach(() => {
  bundle = new Bundle();
});

const secretNamed = (name: string) => kplus.Secret.fromSecretName(new Chart(bundle, `secret-${name}`), name, name);

function manifests(): Manifest[] {
  return Object.entries(synthFiles(bundle))
    .filter(([file]) => file.startsWith('manifests/'))
    .flatMap(([, text]) => manifestsIn(text));
}

/** The image pull secrets of the pods of each workload. */
function secretsOfWorkloads(): { [workload: string]: object[] | undefined } {
  const workloads = manifests().filter(({ kind }) => ['Deployment', 'Job'].includes(kind));
  return Object.fromEntries(
    workloads.map(({ kind, metadata, spec }) => [
      `${kind} ${metadata.name.replace(/-[0-9a-f]{8}$/, '')}`,
      (spec as Pod).template.spec.imagePullSecrets,
    ]),
  );
}

function warningsWith(props: SpinKubeProps, ofBundle: BundleProps = {}): string {
  return inTemporaryFolder((outdir) => {
    const checked = new Bundle({ outdir, ...ofBundle });
    new SpinKube(checked, 'spinkube', props);
    return errorOutputOf(() => {
      checked.synth();
    });
  });
}

describe('imagePullSecrets of the platform', () => {
  const PULL = [{ name: 'pull' }];

  test.each([
    [
      'cert-manager and runtime-class-manager',
      CERT_MANAGER,
      RCM,
      [
        'Deployment cert-manager',
        'Deployment cert-manager-cainjector',
        'Deployment cert-manager-webhook',
        'Deployment runtime-class-manager',
        'Deployment spin-operator-controller-manager',
      ],
    ],
    [
      'kwasm-operator and the Job that generates the certificate',
      GENERATED,
      KWASM,
      ['Deployment kwasm-operator', 'Deployment spin-operator-controller-manager', 'Job spin-operator-webhook-certgen'],
    ],
  ])('reach every workload: %s', (_, webhookCertificates, nodeInstaller, workloads) => {
    new SpinKube(bundle, 'spinkube', { webhookCertificates, nodeInstaller, imagePullSecrets: [secretNamed('pull')] });
    const found = secretsOfWorkloads();
    expect(Object.keys(found).sort()).toEqual(workloads);
    expect(Object.values(found)).toEqual(workloads.map(() => PULL));
  });

  test.each([
    ['runtime-class-manager', RCM, 'runtime-class-manager'],
    ['kwasm', KWASM, 'kwasm-operator'],
  ])('are those of the ServiceAccount default in the namespace %s', (namespace, nodeInstaller, stage) => {
    new SpinKube(bundle, 'spinkube', { nodeInstaller, imagePullSecrets: [secretNamed('pull')] });
    const accounts = manifests().filter(
      ({ kind, metadata }) => kind === 'ServiceAccount' && metadata.name === 'default',
    );
    expect(accounts).toEqual([
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace }, imagePullSecrets: PULL },
    ]);
    const text = synthFiles(bundle)[`manifests/${stage}/${stage}.k8s.yaml`];
    expect(text.indexOf('name: default')).toBeLessThan(text.indexOf('kind: Deployment'));
  });

  test('add no ServiceAccount where there are none', () => {
    new SpinKube(bundle, 'spinkube');
    expect(manifests().filter(({ metadata }) => metadata.name === 'default')).toEqual([]);
    expect(Object.values(secretsOfWorkloads()).every((secrets) => secrets === undefined)).toBe(true);
  });

  test('give way to those of a component', () => {
    const own = { imagePullSecrets: [secretNamed('own')] };
    new SpinKube(bundle, 'spinkube', {
      imagePullSecrets: [secretNamed('pull')],
      nodeInstaller: NodeInstaller.kwasm({ operator: own }),
      operator: own,
      webhookCertificates: WebhookCertificates.certManager({ webhook: own, controller: { replicas: 2 } }),
    });
    expect(secretsOfWorkloads()).toEqual({
      'Deployment cert-manager': PULL,
      'Deployment cert-manager-cainjector': PULL,
      'Deployment cert-manager-webhook': [{ name: 'own' }],
      'Deployment kwasm-operator': [{ name: 'own' }],
      'Deployment spin-operator-controller-manager': [{ name: 'own' }],
    });
  });

  test('of the operator are those of the Job that generates its certificate', () => {
    new SpinKube(bundle, 'spinkube', {
      operator: { imagePullSecrets: [secretNamed('own')] },
      webhookCertificates: GENERATED,
    });
    expect(secretsOfWorkloads()).toMatchObject({ 'Job spin-operator-webhook-certgen': [{ name: 'own' }] });
  });

  test('are listed as a prerequisite unless the app creates them', () => {
    const created = new kplus.Secret(new Chart(bundle, 'secrets', { namespace: 'kwasm' }), 'made', {
      metadata: { name: 'made' },
    });
    new SpinKube(bundle, 'spinkube', {
      nodeInstaller: KWASM,
      imagePullSecrets: [secretNamed('pull'), created],
    });
    const readme = synthFiles(bundle)['README.md'];
    expect(readme).toContain(
      'Each of the namespaces `cert-manager`, `kwasm`, `spin-operator` has the image pull Secret `pull`.',
    );
    expect(readme).not.toContain('Secret `made`');
  });
});

describe('a mirror of images', () => {
  const imageMirror = ImageMirror.prefix('registry.example.com', {
    kept: ['https://github.com/', 'https://registry.example.com/'],
  });

  test('is a warning while the shim is still downloaded from GitHub', () => {
    expect(warningsWith({}, { imageMirror })).toMatch(
      /^warning: \[runtime-class-manager\/runtime-class-manager\/Deployment\] 'spec\.template\.spec\.containers\[0\]\.env\[\d\]\.value' \(registry\.example\.com\/[^ ]*\) comes from a mirror, but the nodes download the Shim 'spin-v2' from https:\/\/github\.com\/[^ ]*; set 'fetchStrategy' of the Shim to copies of the archives that the nodes can reach\n$/,
    );
  });

  test('needs no warning with archives from the mirror', () => {
    const fetchStrategy = FetchStrategy.anonymousHttp('https://registry.example.com/shim.tar.gz');
    const nodeInstaller = NodeInstaller.runtimeClassManager({ fetchStrategy });
    expect(warningsWith({ nodeInstaller }, { imageMirror })).toBe('');
  });
});

test('the host network of the operator makes its namespace privileged', () => {
  new SpinKube(bundle, 'spinkube', { operator: { hostNetwork: true } });
  const namespace = manifests().find(({ kind, metadata }) => kind === 'Namespace' && metadata.name === 'spin-operator');
  expect(namespace?.metadata.labels).toEqual({ 'pod-security.kubernetes.io/enforce': 'privileged' });
});
