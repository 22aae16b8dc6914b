import { Bundle, NodeInstaller, SpinKube, WebhookCertificates } from '../../lib';
import { namespaces, stages } from './charts';

let bundle: Bundle;

beforeEach(() => {
  bundle = new Bundle();
});

describe('namespaces', () => {
  test('are not created with createNamespaces: false', () => {
    new SpinKube(bundle, 'spinkube', { createNamespaces: false, appNamespaces: ['shop'] });
    expect(namespaces(bundle, 'cert-manager', 'runtime-class-manager', 'spin-operator', 'executors')).toEqual({});
  });

  test('of Kubernetes itself are never created', () => {
    new SpinKube(bundle, 'spinkube', {
      operator: { namespace: 'kube-system' },
      nodeInstaller: NodeInstaller.preinstalled(),
      webhookCertificates: WebhookCertificates.certManager({ namespace: 'default' }),
    });
    expect(namespaces(bundle, 'cert-manager', 'spin-operator', 'executors')).toEqual({});
  });

  test('that several components share are created once, with a Pod Security Standard that admits all pods', () => {
    const namespace = 'spinkube';
    new SpinKube(bundle, 'spinkube', {
      operator: { namespace },
      nodeInstaller: NodeInstaller.kwasm({ operator: { namespace } }),
      webhookCertificates: WebhookCertificates.certManager({ namespace }),
      appNamespaces: [namespace],
    });
    expect(namespaces(bundle, 'cert-manager')).toEqual({ spinkube: 'privileged' });
    expect(namespaces(bundle, 'kwasm-operator', 'spin-operator', 'executors')).toEqual({});
    expect(() => stages(bundle)).not.toThrow();
  });

  test('of a webhook on the host network are privileged', () => {
    const webhookCertificates = WebhookCertificates.certManager({ webhook: { hostNetwork: true, securePort: 10260 } });
    new SpinKube(bundle, 'spinkube', { webhookCertificates });
    expect(namespaces(bundle, 'cert-manager')).toEqual({ 'cert-manager': 'privileged' });
  });
});
