import { Case } from './case';
import { enforcing, inShop, spinApp, volume } from './objects';

const installer = (name: string) =>
  inShop('apps/v1', 'Deployment', 'operator', {
    template: { spec: { containers: [{ name: 'manager', image: 'a', env: [{ name, value: 'b' }] }] } },
  });

export const POD_SECURITY_CASES: readonly Case[] = [
  [
    'warning spin-app-pod-security',
    spinApp({}),
    "'metadata.namespace' (shop) enforces the Pod Security Standard 'restricted', which no pod of a SpinApp meets: the operator sets no securityContext; set its label pod-security.kubernetes.io/enforce to 'baseline'",
    { ...spinApp({}), metadata: { name: 'hello', namespace: 'other' } },
    [enforcing('restricted')],
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
