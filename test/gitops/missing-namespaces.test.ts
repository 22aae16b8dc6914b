import { ApiObject, App, Chart } from 'cdk8s';
import { Bundle, BundleProps, Cluster, NodeInstaller, SpinKube, WebhookCertificates } from '../../lib';
import { errorOutputOf, inTemporaryFolder } from './stages';

function configMapIn(scope: App, namespace: string): void {
  const chart = new Chart(scope, `in-${namespace}`, { namespace });
  new ApiObject(chart, 'config', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'config' } });
}

/** The warnings of a synth. */
function warningsOf(fill: (bundle: Bundle) => void, props: BundleProps = {}): string {
  return inTemporaryFolder((outdir) => {
    const bundle = new Bundle({ outdir, ...props });
    fill(bundle);
    return errorOutputOf(() => {
      bundle.synth();
    });
  });
}

test('warns about namespaces that no stage creates, by name', () => {
  const warnings = warningsOf((bundle) => {
    ['team', 'another', 'default', 'kube-system', 'mine'].forEach((name) => {
      configMapIn(bundle, name);
    });
    const chart = new Chart(bundle, 'namespaces');
    new ApiObject(chart, 'mine', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'mine' } });
  });
  expect(warnings).toBe(
    "warning: objects are in namespaces that no stage makes (another, team); add them, or name them in 'existingNamespaces' of the bundle\n",
  );
});

test('warns for each cluster separately', () => {
  const fill = (bundle: Bundle) => {
    configMapIn(new Cluster(bundle, 'eu-1'), 'team');
    configMapIn(new Cluster(bundle, 'us-1'), 'other');
  };
  expect(warningsOf(fill).replaceAll(/ objects.*\(/g, ' (')).toBe(
    [
      "warning: eu-1: (team); add them, or name them in 'existingNamespaces' of the bundle\n",
      "warning: us-1: (other); add them, or name them in 'existingNamespaces' of the bundle\n",
    ].join(''),
  );
  expect(warningsOf(fill, { existingNamespaces: ['team', 'other'] })).toBe('');
});

test('does not warn about existing namespaces that are declared', () => {
  const fill = (bundle: Bundle) => {
    configMapIn(bundle, 'team');
  };
  expect(warningsOf(fill, { existingNamespaces: ['team'] })).toBe('');
});

test('warns about undeclared namespaces, but not about those of a platform', () => {
  const fill = (createNamespaces: boolean, namespace: string) => (bundle: Bundle) => {
    new SpinKube(bundle, 'spinkube', {
      createNamespaces,
      appNamespaces: ['shop'],
      nodeInstaller: NodeInstaller.preinstalled(),
      webhookCertificates: WebhookCertificates.generated(),
    });
    configMapIn(bundle, namespace);
  };
  expect(warningsOf(fill(false, 'shop'))).toBe('');
  expect(warningsOf(fill(true, 'shop'))).toBe('');
  expect(warningsOf(fill(false, 'team'))).toContain('(team)');
});

test('prints no warnings when nothing is written', () => {
  const fill = (bundle: Bundle) => {
    configMapIn(bundle, 'team');
    bundle.node.addValidation({ validate: () => ['broken'] });
  };
  expect(() => warningsOf(fill)).toThrow('broken');
});
