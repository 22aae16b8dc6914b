import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { CertManagerVersion } from '../../releases/cert-manager/cert-manager-version';
import { EVENTS, grantClusterRole, READ } from '../workload/rbac';
import { addServiceAccount, ComponentSettings, grantLeaderElection, SharedSettings } from './component';
import { ComponentNames } from './names';

const CERT_MANAGER = ['cert-manager.io'];
const ACME = ['acme.cert-manager.io'];
const GATEWAY = ['gateway.networking.k8s.io'];
const CORE = [''];

/** Signers of all issuers of cert-manager itself. */
const OWN_SIGNERS = ['issuers.cert-manager.io/*', 'clusterissuers.cert-manager.io/*'];

/** Adds the ServiceAccount of the controller, its roles and their bindings. */
export function addControllerRbac(
  scope: Construct,
  names: ComponentNames,
  controller: ComponentSettings,
  { leaderElectionNamespace, version }: SharedSettings,
): void {
  addServiceAccount(scope, names, controller);
  grantLeaderElection(scope, names, leaderElectionNamespace, ['cert-manager-controller']);
  for (const [id, part, rules] of rolesByKind(version)) {
    grantClusterRole(scope, id, names.clusterWide(`${names.name}-controller-${part}`), rules, names.subject);
  }
  for (const [id, part, rules] of SIGNING) {
    const labels = { 'app.kubernetes.io/component': 'cert-manager' };
    grantClusterRole(scope, id, names.clusterWide(`${names.name}-controller-${part}`, labels), rules, names.subject);
  }
}

/** A ClusterRole: the id of the construct, the suffix of its name, and its rules. */
type ControllerRole = [id: string, part: string, rules: kplus.k8s.PolicyRule[]];

/** One role for each of the controllers in the controller. */
function rolesByKind(version: CertManagerVersion): ControllerRole[] {
  return [
    ['IssuersRole', 'issuers', issuerRules('issuers')],
    ['ClusterIssuersRole', 'clusterissuers', issuerRules('clusterissuers')],
    ['CertificatesRole', 'certificates', CERTIFICATES],
    ['OrdersRole', 'orders', orderRules(version)],
    ['ChallengesRole', 'challenges', CHALLENGES],
    ['IngressShimRole', 'ingress-shim', ingressRules(version)],
  ];
}

function issuerRules(resource: string): kplus.k8s.PolicyRule[] {
  return [
    { apiGroups: CERT_MANAGER, resources: [resource, `${resource}/status`], verbs: ['update', 'patch'] },
    { apiGroups: CERT_MANAGER, resources: [resource], verbs: READ },
    // Secrets of all namespaces: CAs, credentials and ACME accounts of issuers.
    { apiGroups: CORE, resources: ['secrets'], verbs: [...READ, 'create', 'update', 'delete'] },
    EVENTS,
  ];
}

const CERTIFICATES: kplus.k8s.PolicyRule[] = [
  {
    apiGroups: CERT_MANAGER,
    resources: ['certificates', 'certificates/status', 'certificaterequests', 'certificaterequests/status'],
    verbs: ['update', 'patch'],
  },
  {
    apiGroups: CERT_MANAGER,
    resources: ['certificates', 'certificaterequests', 'clusterissuers', 'issuers'],
    verbs: READ,
  },
  {
    apiGroups: CERT_MANAGER,
    resources: ['certificates/finalizers', 'certificaterequests/finalizers'],
    verbs: ['update'],
  },
  { apiGroups: ACME, resources: ['orders'], verbs: ['create', 'delete', ...READ] },
  // Secrets of all namespaces: each Certificate names the Secret of its key and certificate.
  { apiGroups: CORE, resources: ['secrets'], verbs: [...READ, 'create', 'update', 'delete', 'patch'] },
  EVENTS,
];

function orderRules(version: CertManagerVersion): kplus.k8s.PolicyRule[] {
  const finalizers = { apiGroups: CERT_MANAGER, resources: ['clusterissuers/finalizers', 'issuers/finalizers'] };
  return [
    { apiGroups: ACME, resources: ['orders', 'orders/status'], verbs: ['update', 'patch'] },
    { apiGroups: ACME, resources: ['orders', 'challenges'], verbs: READ },
    { apiGroups: CERT_MANAGER, resources: ['clusterissuers', 'issuers'], verbs: READ },
    { apiGroups: ACME, resources: ['challenges'], verbs: ['create', 'delete'] },
    { apiGroups: ACME, resources: ['orders/finalizers'], verbs: ['update'] },
    ...(version._isBefore(CertManagerVersion.V1_21_1) ? [] : [{ ...finalizers, verbs: ['update'] }]),
    // Secrets of all namespaces: keys of the ACME accounts of issuers.
    { apiGroups: CORE, resources: ['secrets'], verbs: READ },
    EVENTS,
  ];
}

const CHALLENGES: kplus.k8s.PolicyRule[] = [
  { apiGroups: ACME, resources: ['challenges', 'challenges/status'], verbs: ['update', 'patch'] },
  { apiGroups: ACME, resources: ['challenges'], verbs: READ },
  { apiGroups: ACME, resources: ['challenges/finalizers'], verbs: ['update'] },
  { apiGroups: CERT_MANAGER, resources: ['issuers', 'clusterissuers'], verbs: READ },
  // Secrets of all namespaces: account keys, and the credentials of DNS providers for DNS-01.
  { apiGroups: CORE, resources: ['secrets'], verbs: READ },
  EVENTS,
  // The rest is for HTTP-01: the solver, and how its domain is routed to it.
  { apiGroups: CORE, resources: ['pods', 'services'], verbs: [...READ, 'create', 'delete'] },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses'], verbs: [...READ, 'create', 'delete', 'update'] },
  { apiGroups: GATEWAY, resources: ['httproutes'], verbs: [...READ, 'create', 'delete', 'update'] },
  { apiGroups: ['route.openshift.io'], resources: ['routes/custom-host'], verbs: ['create'] },
];

function ingressRules(version: CertManagerVersion): kplus.k8s.PolicyRule[] {
  const gateways = [
    'gateways',
    'httproutes',
    ...(version._isBefore(CertManagerVersion.V1_21_1) ? [] : ['listenersets']),
  ];
  return [
    {
      apiGroups: CERT_MANAGER,
      resources: ['certificates', 'certificaterequests'],
      verbs: ['create', 'update', 'delete'],
    },
    {
      apiGroups: CERT_MANAGER,
      resources: ['certificates', 'certificaterequests', 'issuers', 'clusterissuers'],
      verbs: READ,
    },
    { apiGroups: ['networking.k8s.io'], resources: ['ingresses'], verbs: READ },
    { apiGroups: ['networking.k8s.io'], resources: ['ingresses/finalizers'], verbs: ['update'] },
    { apiGroups: GATEWAY, resources: gateways, verbs: READ },
    { apiGroups: GATEWAY, resources: gateways.map((gateway) => `${gateway}/finalizers`), verbs: ['update'] },
    EVENTS,
  ];
}

const SIGNING: ControllerRole[] = [
  [
    'ApproveRole',
    'approve:cert-manager-io',
    // Approves all CertificateRequests to cert-manager's own issuers, the default of the controller.
    [{ apiGroups: CERT_MANAGER, resources: ['signers'], resourceNames: OWN_SIGNERS, verbs: ['approve'] }],
  ],
  [
    'CertificateSigningRequestsRole',
    'certificatesigningrequests',
    [
      { apiGroups: ['certificates.k8s.io'], resources: ['certificatesigningrequests'], verbs: [...READ, 'update'] },
      {
        apiGroups: ['certificates.k8s.io'],
        resources: ['certificatesigningrequests/status'],
        verbs: ['update', 'patch'],
      },
      // Only its own signers, never those of Kubernetes: their certificates are identities in the cluster.
      { apiGroups: ['certificates.k8s.io'], resources: ['signers'], resourceNames: OWN_SIGNERS, verbs: ['sign'] },
      { apiGroups: ['authorization.k8s.io'], resources: ['subjectaccessreviews'], verbs: ['create'] },
    ],
  ],
];
