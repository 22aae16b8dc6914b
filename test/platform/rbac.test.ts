import { App, Chart } from 'cdk8s';
import { NodeInstaller, SpinKube, WebhookCertificates } from '../../lib';
import { RELEASES } from '../../lib/releases/registry';
import { Manifest, synth } from '../testing';

interface Rule {
  readonly apiGroups?: string[];
  readonly resources?: string[];
  readonly resourceNames?: string[];
  readonly nonResourceURLs?: string[];
  readonly verbs: string[];
}

/** Roles of all releases, with every node installer and every source of certificates with its own permissions. */
function roles(): Manifest[] {
  const variants: [NodeInstaller, WebhookCertificates][] = [
    [NodeInstaller.runtimeClassManager(), WebhookCertificates.certManager()],
    [NodeInstaller.kwasm(), WebhookCertificates.generated()],
  ];
  return RELEASES.flatMap((release) =>
    variants.flatMap(([nodeInstaller, webhookCertificates]) => {
      const app = new App();
      new SpinKube(app, 'spinkube', { release, nodeInstaller, webhookCertificates });
      const charts = app.node.children.filter((child) => Chart.isChart(child) && !child.node.id.endsWith('-crds'));
      return charts.flatMap((chart) => synth(chart as Chart)).filter(({ kind }) => /^(Cluster)?Role$/.test(kind));
    }),
  );
}

const WRITE = ['create', 'update', 'patch', 'delete', 'deletecollection', '*'];
const has = (values: string[] | undefined, ...wanted: string[]) => wanted.some((one) => values?.includes(one));

/** The reason why a rule is sensitive, if it is. */
function dangers(kind: string, rule: Rule): string[] {
  const { apiGroups, nonResourceURLs, resourceNames, resources = [], verbs } = rule;
  const found: string[] = [];
  if (has(apiGroups, '*') || has(resources, '*') || has(verbs, '*') || has(nonResourceURLs, '*')) {
    found.push('everything');
  }
  if (kind === 'ClusterRole' && has(resources, 'secrets') && resourceNames === undefined) {
    found.push(`secrets of the cluster: ${verbs.join(', ')}`);
  }
  for (const verb of ['escalate', 'bind', 'impersonate', 'approve', 'sign'].filter((one) => verbs.includes(one))) {
    found.push(`${verb}: ${[...resources, ...(resourceNames ?? [])].join(', ')}`);
  }
  for (const resource of ['nodes', 'nodes/proxy', 'nodes/status', 'pods', 'pods/exec']) {
    if (resources.includes(resource) && verbs.some((verb) => WRITE.includes(verb))) {
      found.push(`${resource}: ${verbs.filter((verb) => WRITE.includes(verb)).join(', ')}`);
    }
  }
  if (has(resources, 'mutatingwebhookconfigurations', 'customresourcedefinitions', 'clusterroles') && !resourceNames) {
    found.push(`${resources.join(', ')}: ${verbs.filter((verb) => WRITE.includes(verb)).join(', ')}`);
  }
  return found;
}

test('the sensitive permissions are these and no others; the reason for each is next to its rule', () => {
  const found = roles().flatMap(({ kind, metadata, rules }) =>
    (rules as Rule[]).flatMap((rule) => dangers(kind, rule).map((danger) => `${metadata.name} | ${danger}`)),
  );
  expect([...new Set(found)].sort()).toEqual([
    'cert-manager-cainjector | customresourcedefinitions: update, patch',
    'cert-manager-cainjector | secrets of the cluster: get, list, watch',
    'cert-manager-cainjector | validatingwebhookconfigurations, mutatingwebhookconfigurations: update, patch',
    'cert-manager-controller-approve:cert-manager-io | approve: signers, issuers.cert-manager.io/*, clusterissuers.cert-manager.io/*',
    'cert-manager-controller-certificates | secrets of the cluster: get, list, watch, create, update, delete, patch',
    'cert-manager-controller-certificatesigningrequests | sign: signers, issuers.cert-manager.io/*, clusterissuers.cert-manager.io/*',
    'cert-manager-controller-challenges | pods: create, delete',
    'cert-manager-controller-challenges | secrets of the cluster: get, list, watch',
    'cert-manager-controller-clusterissuers | secrets of the cluster: get, list, watch, create, update, delete',
    'cert-manager-controller-issuers | secrets of the cluster: get, list, watch, create, update, delete',
    'cert-manager-controller-orders | secrets of the cluster: get, list, watch',
    'kwasm-operator | nodes: update',
    'runtime-class-manager | nodes: update',
    'spin-operator-manager-role | secrets of the cluster: get, list, watch, create, update, patch, delete',
  ]);
});

test('no ServiceAccount is bound to a built-in role', () => {
  expect(roles().filter(({ metadata }) => /^(cluster-admin|admin|edit|system:)/.test(metadata.name))).toEqual([]);
});
