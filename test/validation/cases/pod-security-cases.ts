import { Case } from './case';
import { enforcing, inShop, spinApp, volume } from './objects';

const ADMISSION = 'admissionregistration.k8s.io/v1';

/** An expression that sets what `restricted` requires. */
const SECURE = 'runAsNonRoot seccompProfile allowPrivilegeEscalation capabilities';

const policy = (name: string, expression: string) => ({
  apiVersion: ADMISSION,
  kind: 'MutatingAdmissionPolicy',
  metadata: { name },
  spec: { mutations: [{ patchType: 'JSONPatch', jsonPatch: { expression } }] },
});

const binding = (policyName: string, matchResources: object) => ({
  apiVersion: ADMISSION,
  kind: 'MutatingAdmissionPolicyBinding',
  metadata: { name: policyName },
  spec: { policyName, matchResources },
});

const expression = (key: string, operator: string, ...values: string[]) => ({
  matchExpressions: [{ key, operator, values }],
});

/** Selectors of only the pods of the app 'hello', and selectors of no pods at all. */
const BINDINGS = [
  [
    { objectSelector: { matchLabels: { 'core.spinkube.dev/app-name': 'hello' } } },
    { namespaceSelector: expression('kubernetes.io/metadata.name', 'In', 'other') },
  ],
  [
    { objectSelector: expression('tier', 'NotIn', 'front') },
    { namespaceSelector: expression('kubernetes.io/metadata.name', 'NotIn', 'shop') },
  ],
  [
    { objectSelector: expression('core.spinkube.dev/app.hello.status', 'Exists') },
    { objectSelector: expression('tier', 'DoesNotExist') },
  ],
] as const;

const installer = (name: string) =>
  inShop('apps/v1', 'Deployment', 'operator', {
    template: { spec: { containers: [{ name: 'manager', image: 'a', env: [{ name, value: 'b' }] }] } },
  });

export const POD_SECURITY_CASES: readonly Case[] = [
  [
    'warning spin-app-pod-security',
    spinApp({}),
    "'metadata.namespace' (shop) enforces the Pod Security Standard 'restricted', which no pod of a SpinApp meets: the operator sets no securityContext; set 'podPolicy.securityContext' of the app, or its label pod-security.kubernetes.io/enforce to 'baseline'",
    { ...spinApp({}), metadata: { name: 'hello', namespace: 'other' } },
    [enforcing('restricted')],
  ],
  ...BINDINGS.map(([bound, other]): Case => [
    'warning spin-app-pod-security',
    spinApp({ podLabels: { tier: 'front' } }, { name: 'unbound' }),
    "'metadata.namespace' (shop) enforces the Pod Security Standard 'restricted', which no pod of a SpinApp meets: the operator sets no securityContext; set 'podPolicy.securityContext' of the app, or its label pod-security.kubernetes.io/enforce to 'baseline'",
    spinApp({ podLabels: { tier: 'back' } }),
    [enforcing('restricted'), policy('secure', SECURE), binding('secure', bound), binding('secure', other)],
  ]),
  [
    'warning spin-app-pod-security',
    spinApp({ podLabels: { tier: 'front' } }),
    "'metadata.namespace' (shop) enforces the Pod Security Standard 'restricted', which no pod of a SpinApp meets: the operator sets no securityContext; set 'podPolicy.securityContext' of the app, or its label pod-security.kubernetes.io/enforce to 'baseline'",
    spinApp({ podLabels: { tier: 'back' } }),
    [
      enforcing('restricted'),
      policy('secure', SECURE),
      policy('slow', 'preStop'),
      binding('secure', { objectSelector: { matchLabels: { tier: 'back' } } }),
      binding('slow', {}),
    ],
  ],
  [
    'warning spin-app-pod-security',
    spinApp({ volumes: [volume({ hostPath: { path: '/a' } })] }),
    "'spec.volumes[0].hostPath' ({\"path\":\"/a\"}) is not allowed in the namespace 'shop', which enforces the Pod Security Standard 'baseline'; use another volume, or set its label pod-security.kubernetes.io/enforce to 'privileged'",
    spinApp({ volumes: [volume()] }),
    [enforcing('baseline')],
  ],
  ...['INSTALLER_IMAGE', 'SHIM_NODE_INSTALLER_IMAGE'].map((name): Case => [
    'warning node-installer-pod-security',
    installer(name),
    "'metadata.namespace' (shop) enforces the Pod Security Standard 'baseline', but the pods that install the shim on the nodes are privileged; set its label pod-security.kubernetes.io/enforce to 'privileged'",
    installer('OTHER'),
    [enforcing('baseline')],
  ]),
];
