import { Bundle, NodeInstaller, SpinKube, WebhookCertificates } from '../../lib';
import { namespaces, stages } from './charts';

let bundle: Bundle;

beforeEach(() => {
  bundle = new Bundle();
});

describe('namespaces', () => {
  test('are not made where somebody else makes them', () => {
    new SpinKube(bundle, 'spinkube', { createNamespaces: false, appNamespaces: ['shop'] });
    expect(namespaces(bundle, 'cert-manager', 'runtime-class-manager', 'spin-operator', 'executors')).toEqual({});
  });

  test('of Kubernetes itself are never made', () => {
    new SpinKube(bundle, 'spinkube', {
      operator: { namespace: 'kube-system' },
      nodeInstaller: NodeInstaller.preinstalled(),
      webhookCertificates: WebhookCertificates.certManager({ namespace: 'default' }),
    });
    expect(namespaces(bundle, 'cert-manager', 'spin-operator', 'executors')).toEqual({});
  });

  test('that several parts share are made once, with the Pod Security that all can live with', () => {
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

  test('of a webhook on the network of the node take it', () => {
    const webhookCertificates = WebhookCertificates.certManager({ webhook: { hostNetwork: true, securePort: 10260 } });
    new SpinKube(bundle, 'spinkube', { webhookCertificates });
    expect(namespaces(bundle, 'cert-manager')).toEqual({ 'cert-manager': 'privileged' });
  });
});
