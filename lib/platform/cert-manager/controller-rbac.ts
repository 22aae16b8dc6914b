import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { CertManagerVersion } from '../releases';
import { EVENTS, grantClusterRole, READ } from '../workload/rbac';
import { ComponentNames } from './names';
import { addServiceAccount, grantLeaderElection } from './roles';
import { CertManagerSettings } from './settings';

const CERT_MANAGER = ['cert-manager.io'];
const ACME = ['acme.cert-manager.io'];
const GATEWAY = ['gateway.networking.k8s.io'];
const CORE = [''];

/** All issuers that cert-manager itself has, as it names them to the API server. */
const OWN_SIGNERS = ['issuers.cert-manager.io/*', 'clusterissuers.cert-manager.io/*'];

/** The identity of the controller, and what it may do with it. */
export function addControllerRbac(scope: Construct, names: ComponentNames, settings: CertManagerSettings): void {
  addServiceAccount(scope, names, settings.controller);
  grantLeaderElection(scope, names, settings.leaderElectionNamespace, ['cert-manager-controller']);
  for (const [id, part, rules] of rolesByKind(settings.version)) {
    grantClusterRole(scope, id, names.clusterWide(`${names.name}-controller-${part}`), rules, names.subject);
  }
  for (const [id, part, rules] of SIGNING) {
    const labels = { 'app.kubernetes.io/component': 'cert-manager' };
    grantClusterRole(scope, id, names.clusterWide(`${names.name}-controller-${part}`, labels), rules, names.subject);
  }
}

/** A ClusterRole: the id of the construct, the end of the name, and its rules. */
type ControllerRole = [id: string, part: string, rules: kplus.k8s.PolicyRule[]];

/** One role for each kind of objects that the controller looks after. */
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
    // Secrets of the whole cluster: issuers of every namespace keep their CAs, credentials and ACME accounts in them.
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
  // Secrets of the whole cluster: each Certificate names the one that its key and certificate are written to.
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
    ...(version === CertManagerVersion.V1_14_4 ? [] : [{ ...finalizers, verbs: ['update'] }]),
    // Secrets of the whole cluster: the keys of the ACME accounts are in those that the issuers name.
    { apiGroups: CORE, resources: ['secrets'], verbs: READ },
    EVENTS,
  ];
}

const CHALLENGES: kplus.k8s.PolicyRule[] = [
  { apiGroups: ACME, resources: ['challenges', 'challenges/status'], verbs: ['update', 'patch'] },
  { apiGroups: ACME, resources: ['challenges'], verbs: READ },
  { apiGroups: ACME, resources: ['challenges/finalizers'], verbs: ['update'] },
  { apiGroups: CERT_MANAGER, resources: ['issuers', 'clusterissuers'], verbs: READ },
  // Secrets of the whole cluster: account keys, and the credentials of DNS providers for DNS-01.
  { apiGroups: CORE, resources: ['secrets'], verbs: READ },
  EVENTS,
  // The rest is for HTTP-01: what answers at the address that the certificate is for.
  { apiGroups: CORE, resources: ['pods', 'services'], verbs: [...READ, 'create', 'delete'] },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses'], verbs: [...READ, 'create', 'delete', 'update'] },
  { apiGroups: GATEWAY, resources: ['httproutes'], verbs: [...READ, 'create', 'delete', 'update'] },
  { apiGroups: ['route.openshift.io'], resources: ['routes/custom-host'], verbs: ['create'] },
];

function ingressRules(version: CertManagerVersion): kplus.k8s.PolicyRule[] {
  const gateways = ['gateways', 'httproutes', ...(version === CertManagerVersion.V1_14_4 ? [] : ['listenersets'])];
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
    // Approves every CertificateRequest to an issuer of its own: the controller does so unless told to leave it to
    // somebody else.
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
      // Signs for its own issuers only, never for those of Kubernetes, whose certificates are identities in the cluster.
      { apiGroups: ['certificates.k8s.io'], resources: ['signers'], resourceNames: OWN_SIGNERS, verbs: ['sign'] },
      { apiGroups: ['authorization.k8s.io'], resources: ['subjectaccessreviews'], verbs: ['create'] },
    ],
  ],
];
