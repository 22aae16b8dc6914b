import * as path from 'path';
import { FAILING_IMAGE } from '../images';
import { Kubectl, must } from '../kubectl';
import { eventually } from '../suite';
import { jobOn } from '../node-installers/job';
import { app, executor, object } from './app-faults';
import { EXPIRED } from './expired';

/** Something that breaks a platform, one at a time. */
export interface PlatformFault {
  /** Name of the diagnosis that comes first. */
  readonly expected: string;
  readonly title: string;

  /** The object that the finding is about. */
  readonly about: string;

  /** Diagnoses that must be consequences. */
  readonly consequences?: readonly string[];
  readonly inject: (kubectl: Kubectl) => Promise<unknown>;

  /** Ends it, without waiting. */
  readonly heal: (kubectl: Kubectl) => Promise<unknown>;
}

const OPERATOR = ['deployment/spin-operator-controller-manager', '--namespace=spin-operator'];
const WEBHOOKS = ['mutatingwebhookconfiguration/spin-operator-mutating-webhook-configuration'];
const SERVICE = ['service/spin-operator-webhook-service', '--namespace=spin-operator'];
const SECRET = ['secret/webhook-server-cert', '--namespace=spin-operator'];
const CERTIFICATE = ['certificate/spin-operator-serving-cert', '--namespace=spin-operator'];

const patch = (kubectl: Kubectl, target: readonly string[], type: 'json' | 'merge', content: unknown) =>
  kubectl.text('patch', ...target, `--type=${type}`, `--patch=${JSON.stringify(content)}`);

const scale = (target: readonly string[], replicas: number) => (kubectl: Kubectl) =>
  kubectl.text('scale', ...target, `--replicas=${replicas}`);

/** Replaces the CA of both webhooks of a configuration; cainjector would write it back. */
const setCa = (ca: string) => async (kubectl: Kubectl) => {
  await kubectl.text('annotate', ...WEBHOOKS, 'cert-manager.io/inject-ca-from-');
  const value = Buffer.from(ca).toString('base64');
  await patch(
    kubectl,
    WEBHOOKS,
    'json',
    [0, 1].map((index) => ({ op: 'replace', path: `/webhooks/${index}/clientConfig/caBundle`, value })),
  );
};

const injectAgain = (kubectl: Kubectl) =>
  kubectl.text('annotate', ...WEBHOOKS, 'cert-manager.io/inject-ca-from=spin-operator/spin-operator-serving-cert');

/** Objects of a stage. */
const stageFile = (bundle: string, stage: string) => path.join(bundle, 'manifests', stage, `${stage}.k8s.yaml`);

/** Faults of a platform that a bundle has installed. */
export function platformFaults(bundle: string): PlatformFault[] {
  const apply = (stage: string) => (kubectl: Kubectl) =>
    kubectl.text('apply', '--server-side', '--force-conflicts', `--filename=${stageFile(bundle, stage)}`);
  return [
    {
      expected: 'scaled-down',
      title: 'spin-operator is scaled to 0, and executors and a namespace cannot be deleted',
      about: 'Deployment spin-operator/spin-operator-controller-manager',
      consequences: ['webhook-without-endpoints', 'executor-deletion-hangs', 'namespace-terminating'],
      inject: async (kubectl) => {
        await must(
          kubectl.create([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'leaving' } }, named('leaving')]),
        );
        await eventually(
          'the finalizer',
          async () => (await kubectl.get('spinappexecutor', 'leaving', '--namespace=leaving'))[0].metadata.finalizers,
        );
        await scale(OPERATOR, 0)(kubectl);
        await kubectl.text(
          'wait',
          '--for=delete',
          'pod',
          '--selector=control-plane=controller-manager',
          '--namespace=spin-operator',
          '--timeout=30s',
        );
        await kubectl.text('delete', 'namespace', 'leaving', '--wait=false');
      },
      heal: scale(OPERATOR, 1),
    },
    {
      expected: 'crash-loop',
      title: 'spin-operator ends with an error',
      about: 'Deployment spin-operator/spin-operator-controller-manager',
      inject: (kubectl) =>
        patch(kubectl, OPERATOR, 'json', [
          { op: 'add', path: '/spec/template/spec/containers/0/args/-', value: '--no-such-flag' },
        ]),
      heal: (kubectl) => kubectl.text('rollout', 'undo', ...OPERATOR),
    },
    {
      expected: 'scaled-down',
      title: 'cert-manager is scaled to 0',
      about: 'Deployment cert-manager/cert-manager',
      consequences: ['webhook-secret-missing'],
      inject: async (kubectl) => {
        await scale(['deployment/cert-manager', '--namespace=cert-manager'], 0)(kubectl);
        await kubectl.text('delete', ...SECRET);
      },
      heal: scale(['deployment/cert-manager', '--namespace=cert-manager'], 1),
    },
    {
      expected: 'scaled-down',
      title: 'the CA injector of cert-manager is scaled to 0, and a CA is lost',
      about: 'Deployment cert-manager/cert-manager-cainjector',
      consequences: ['webhook-without-ca'],
      inject: async (kubectl) => {
        await scale(['deployment/cert-manager-cainjector', '--namespace=cert-manager'], 0)(kubectl);
        await setCa('')(kubectl);
        await injectAgain(kubectl);
      },
      heal: scale(['deployment/cert-manager-cainjector', '--namespace=cert-manager'], 1),
    },
    {
      expected: 'webhook-without-ca',
      title: 'the CA of the webhooks is missing',
      about: 'MutatingWebhookConfiguration spin-operator-mutating-webhook-configuration',
      inject: setCa(''),
      heal: injectAgain,
    },
    {
      expected: 'webhook-ca-expired',
      title: 'the CA of the webhooks has expired',
      about: 'MutatingWebhookConfiguration spin-operator-mutating-webhook-configuration',
      inject: setCa(EXPIRED),
      heal: injectAgain,
    },
    {
      expected: 'issuer-missing',
      title: 'the Certificate names an Issuer that does not exist, and its Secret is lost',
      about: 'Issuer spin-operator/nope',
      consequences: ['certificate-not-ready', 'webhook-secret-missing'],
      inject: async (kubectl) => {
        await patch(kubectl, CERTIFICATE, 'merge', { spec: { issuerRef: { name: 'nope' } } });
        await kubectl.text('delete', ...SECRET);
      },
      heal: (kubectl) =>
        patch(kubectl, CERTIFICATE, 'merge', { spec: { issuerRef: { name: 'spin-operator-selfsigned-issuer' } } }),
    },
    {
      expected: 'webhook-certificate-expired',
      title: 'the certificate of the webhooks has expired, and nobody renews it',
      about: 'Secret spin-operator/webhook-server-cert',
      inject: async (kubectl) => {
        await kubectl.text('delete', ...CERTIFICATE);
        const data = {
          'tls.crt': Buffer.from(EXPIRED).toString('base64'),
          'tls.key': Buffer.from('lost').toString('base64'),
          'ca.crt': null,
        };
        await patch(kubectl, SECRET, 'merge', { data });
      },
      heal: async (kubectl) => {
        await apply('spin-operator')(kubectl);
      },
    },
    {
      expected: 'webhook-secret-missing',
      title: 'the Secret of the webhooks is missing, and nobody issues it',
      about: 'Secret spin-operator/webhook-server-cert',
      consequences: ['platform-unavailable', 'webhook-without-endpoints'],
      inject: async (kubectl) => {
        await kubectl.text('delete', ...CERTIFICATE);
        await kubectl.text('delete', ...SECRET);
        await kubectl.text('delete', 'pod', '--selector=control-plane=controller-manager', '--namespace=spin-operator');
      },
      heal: apply('spin-operator'),
    },
    {
      expected: 'webhook-without-endpoints',
      title: 'the Service of the webhooks selects no pods',
      about: 'Service spin-operator/spin-operator-webhook-service',
      inject: (kubectl) => patch(kubectl, SERVICE, 'merge', { spec: { selector: { 'control-plane': 'other' } } }),
      heal: (kubectl) =>
        patch(kubectl, SERVICE, 'merge', { spec: { selector: { 'control-plane': 'controller-manager' } } }),
    },
    {
      expected: 'webhook-port-closed',
      title: 'the Service of the webhooks leads to a closed port',
      about: 'Service spin-operator/spin-operator-webhook-service',
      inject: (kubectl) =>
        patch(kubectl, SERVICE, 'json', [{ op: 'replace', path: '/spec/ports/0/targetPort', value: 9444 }]),
      heal: (kubectl) =>
        patch(kubectl, SERVICE, 'json', [{ op: 'replace', path: '/spec/ports/0/targetPort', value: 9443 }]),
    },
    {
      expected: 'webhook-without-service',
      title: 'a webhook configuration was left behind',
      about: 'ValidatingWebhookConfiguration left',
      inject: (kubectl) =>
        must(
          kubectl.create([
            object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'left', undefined, {
              webhooks: [
                {
                  name: 'left.example.com',
                  admissionReviewVersions: ['v1'],
                  sideEffects: 'None',
                  clientConfig: {
                    service: { name: 'left', namespace: 'default' },
                    caBundle: Buffer.from(EXPIRED).toString('base64'),
                  },
                  rules: [
                    {
                      apiGroups: ['core.spinoperator.dev'],
                      apiVersions: ['*'],
                      operations: ['CREATE'],
                      resources: ['spinapps'],
                    },
                  ],
                },
              ],
            }),
          ]),
        ),
      heal: (kubectl) => kubectl.text('delete', 'validatingwebhookconfiguration', 'left'),
    },
    {
      expected: 'operator-missing',
      title: 'spin-operator is missing',
      about: 'Deployment spin-operator/spin-operator-controller-manager',
      consequences: ['webhook-without-endpoints'],
      inject: (kubectl) => kubectl.text('delete', ...OPERATOR),
      heal: apply('spin-operator'),
    },
    {
      expected: 'cert-manager-missing',
      title: 'cert-manager is missing, and the Secret of a certificate is lost',
      about: 'Deployment cert-manager/cert-manager',
      consequences: ['webhook-secret-missing'],
      inject: async (kubectl) => {
        await kubectl.text('delete', 'deployment/cert-manager', '--namespace=cert-manager');
        await kubectl.text('delete', ...SECRET);
      },
      heal: apply('cert-manager'),
    },
    {
      expected: 'crd-outdated',
      title: 'the CustomResourceDefinition is older than spin-operator',
      about: 'CustomResourceDefinition spinapps.core.spinkube.dev',
      inject: (kubectl) =>
        patch(kubectl, ['crd/spinapps.core.spinkube.dev'], 'json', [
          { op: 'remove', path: '/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/invocationLimits' },
        ]),
      heal: apply('spinkube-crds'),
    },
    {
      expected: 'old-api-group',
      title: 'a SpinApp is in the old API group',
      about: 'SpinApp default/old',
      inject: async (kubectl) => {
        await kubectl.text(
          'apply',
          '--server-side',
          `--filename=${path.join(__dirname, '..', '..', '..', 'crds', 'core.spinoperator.dev-v0.1.0.yaml')}`,
        );
        await kubectl.text('wait', '--for=condition=Established', 'crd/spinapps.core.spinoperator.dev');
        const old = {
          ...object('core.spinoperator.dev/v1alpha1', 'SpinApp', 'old', 'default'),
          spec: (app('default') as { spec: object }).spec,
        };
        await eventually('the old API', async () => ((await kubectl.create([old])).code === 0 ? true : undefined));
      },
      heal: (kubectl) =>
        kubectl.text('delete', 'crd', 'spinapps.core.spinoperator.dev', 'spinappexecutors.core.spinoperator.dev'),
    },
    {
      expected: 'shim-selects-no-node',
      title: 'a Shim selects no node',
      about: 'Shim nowhere',
      inject: (kubectl) => must(kubectl.create([shim('nowhere', { spin: 'yes' }, 'https://example.com/shim.tar.gz')])),
      heal: removeShim('nowhere'),
    },
    {
      expected: 'shim-install-failed',
      title: 'the Jobs that install a shim fail',
      about: 'Shim broken',
      inject: (kubectl) =>
        must(kubectl.create([shim('broken', { 'kubernetes.io/os': 'linux' }, 'https://example.com/missing.tar.gz')])),
      heal: removeShim('broken'),
    },
    {
      expected: 'kwasm-no-node',
      title: 'kwasm-operator has no node to provision',
      about: 'Deployment default/kwasm',
      inject: (kubectl) => must(kubectl.create([kwasm])),
      heal: (kubectl) => kubectl.text('annotate', 'node', '--all', 'kwasm.sh/kwasm-node=true'),
    },
    {
      expected: 'kwasm-provision-failed',
      title: 'the Job of kwasm-operator fails',
      about: 'Job default/node-0-provision-kwasm',
      inject: (kubectl) => must(kubectl.create([jobOn('node-0', 'node-0-provision-kwasm', 'default', FAILING_IMAGE)])),
      heal: (kubectl) =>
        kubectl.text('delete', 'job/node-0-provision-kwasm', 'deployment/kwasm', '--namespace=default'),
    },
    {
      expected: 'handler-mismatch',
      title: 'a RuntimeClass has the handler of another node installer',
      about: 'RuntimeClass other',
      inject: async (kubectl) => {
        await must(
          kubectl.create([
            object('node.k8s.io/v1', 'RuntimeClass', 'other', undefined, { handler: 'spin' }),
            {
              ...executor('default', { runtimeClassName: 'other' }),
              metadata: { name: 'other', namespace: 'default' },
            },
          ]),
        );
      },
      heal: (kubectl) =>
        kubectl.text('delete', 'runtimeclass/other', 'spinappexecutor/other', '--namespace=default', '--wait=false'),
    },
    {
      expected: 'node-not-ready',
      title: 'a node is not ready',
      about: 'Node lost',
      inject: async (kubectl) => {
        await must(kubectl.create([object('v1', 'Node', 'lost', undefined)]));
        const status = {
          conditions: [
            {
              type: 'Ready',
              status: 'Unknown',
              reason: 'NodeStatusUnknown',
              message: 'Kubelet stopped posting node status.',
            },
          ],
        };
        await kubectl.text(
          'patch',
          'node',
          'lost',
          '--subresource=status',
          '--type=merge',
          `--patch=${JSON.stringify({ status })}`,
        );
      },
      heal: (kubectl) => kubectl.text('delete', 'node', 'lost'),
    },
  ];
}

/** An executor of a name that no SpinApp uses. */
function named(name: string): object {
  return { ...executor(name), metadata: { name, namespace: name } };
}

/** Faults after which the platform is gone. */
export const LAST_FAULTS: readonly Omit<PlatformFault, 'heal'>[] = [
  {
    expected: 'runtime-class-missing',
    title: 'the RuntimeClass is missing',
    about: 'RuntimeClass wasmtime-spin-v2',
    inject: async (kubectl) => {
      await kubectl.text('delete', 'shims', '--all');
      await kubectl.text('delete', 'runtimeclass', 'wasmtime-spin-v2');
    },
  },
  {
    expected: 'crd-missing',
    title: 'the CustomResourceDefinition of SpinApps is missing',
    about: 'CustomResourceDefinition spinapps.core.spinkube.dev',
    inject: (kubectl) => kubectl.text('delete', 'crd', 'spinapps.core.spinkube.dev', '--timeout=30s'),
  },
  {
    expected: 'crd-deleted',
    title: 'the CustomResourceDefinition of executors waits for their finalizers',
    about: 'CustomResourceDefinition spinappexecutors.core.spinkube.dev',
    inject: async (kubectl) => {
      await kubectl.text('delete', ...OPERATOR);
      await kubectl.text('delete', 'crd', 'spinappexecutors.core.spinkube.dev', '--wait=false');
    },
  },
];

const kwasm = object('apps/v1', 'Deployment', 'kwasm', 'default', {
  spec: {
    selector: { matchLabels: { app: 'kwasm' } },
    template: {
      metadata: { labels: { app: 'kwasm' } },
      spec: { containers: [{ name: 'manager', image: 'registry.example.com/mirror/kwasm-operator:v0.2.3' }] },
    },
  },
});

function shim(name: string, nodeSelector: object, location: string): object {
  return object('runtime.spinkube.dev/v1alpha1', 'Shim', name, undefined, {
    spec: {
      nodeSelector,
      fetchStrategy: { type: 'annonymousHttp', anonHttp: { location } },
      runtimeClass: { name, handler: name },
      rolloutStrategy: { type: 'recreate' },
    },
  });
}

const removeShim = (name: string) => async (kubectl: Kubectl) => {
  await kubectl.text('delete', 'shim', name);
  await kubectl.text('delete', 'runtimeclass', name, '--ignore-not-found');
};
