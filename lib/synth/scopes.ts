import { field, groupOf, Manifest } from './manifest';

/** By group, the kinds that belong to the whole cluster; the others of the group belong to a namespace. */
interface KindsByGroup {
  [group: string]: string[];
}

/** The groups of Kubernetes itself, but for the core group. */
const OF_KUBERNETES: KindsByGroup = {
  'admissionregistration.k8s.io': [
    'MutatingAdmissionPolicy',
    'MutatingAdmissionPolicyBinding',
    'MutatingWebhookConfiguration',
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
    'ValidatingWebhookConfiguration',
  ],
  'apiextensions.k8s.io': ['CustomResourceDefinition'],
  'apiregistration.k8s.io': ['APIService'],
  apps: [],
  'authentication.k8s.io': ['SelfSubjectReview', 'TokenReview'],
  'authorization.k8s.io': ['SelfSubjectAccessReview', 'SelfSubjectRulesReview', 'SubjectAccessReview'],
  autoscaling: [],
  batch: [],
  'certificates.k8s.io': ['CertificateSigningRequest', 'ClusterTrustBundle'],
  'coordination.k8s.io': [],
  'discovery.k8s.io': [],
  'events.k8s.io': [],
  'flowcontrol.apiserver.k8s.io': ['FlowSchema', 'PriorityLevelConfiguration'],
  'networking.k8s.io': ['IPAddress', 'IngressClass', 'ServiceCIDR'],
  'node.k8s.io': ['RuntimeClass'],
  policy: [],
  'rbac.authorization.k8s.io': ['ClusterRole', 'ClusterRoleBinding'],
  'resource.k8s.io': ['DeviceClass', 'DeviceTaintRule', 'ResourceSlice'],
  'scheduling.k8s.io': ['PriorityClass'],
  'storage.k8s.io': ['CSIDriver', 'CSINode', 'StorageClass', 'VolumeAttachment', 'VolumeAttributesClass'],
};

/** Scopes by the CRDs of the platform, for bundles that do not contain them. */
const OF_THE_PLATFORM: KindsByGroup = {
  'acme.cert-manager.io': [],
  'cert-manager.io': ['ClusterIssuer'],
  'core.gardener.cloud': [
    'BackupBucket',
    'CloudProfile',
    'ControllerDeployment',
    'ControllerInstallation',
    'ControllerRegistration',
    'ExposureClass',
    'Project',
    'Seed',
  ],
  'core.spinkube.dev': [],
  'core.spinoperator.dev': [],
  'runtime.spinkube.dev': ['Shim'],
  'security.gardener.cloud': [],
};

const OF_THE_CLUSTER = { ...OF_KUBERNETES, ...OF_THE_PLATFORM };

const CORE_OF_THE_CLUSTER = ['ComponentStatus', 'Namespace', 'Node', 'PersistentVolume'];

/** Namespaced kinds of the core group. A kind of this group that is not built in may be a mistake, so there is a list. */
const OF_NAMESPACES = [
  'Binding',
  'ConfigMap',
  'Endpoints',
  'Event',
  'LimitRange',
  'PersistentVolumeClaim',
  'Pod',
  'PodTemplate',
  'ReplicationController',
  'ResourceQuota',
  'Secret',
  'Service',
  'ServiceAccount',
];

/** Tells if a group is built into Kubernetes, so that every API server knows it. */
export function isKubernetesGroup(group: string): boolean {
  return group === '' || Object.hasOwn(OF_KUBERNETES, group);
}

/** Tells for each kind whether its objects belong to a namespace; nothing where nobody knows. */
export class Scopes {
  private readonly defined = new Map<string, boolean>();

  /** @param objects objects whose CustomResourceDefinitions count too */
  public constructor(objects: { readonly manifest: Manifest }[]) {
    for (const { manifest } of objects.filter((object) => object.manifest.kind === 'CustomResourceDefinition')) {
      const scope = field(manifest, 'spec', 'scope');
      if (scope !== undefined) {
        const key = `${String(field(manifest, 'spec', 'group'))}/${String(field(manifest, 'spec', 'names', 'kind'))}`;
        this.defined.set(key, scope === 'Namespaced');
      }
    }
  }

  public isNamespaced(manifest: Manifest): boolean | undefined {
    const group = groupOf(manifest);
    if (group === '') {
      return OF_NAMESPACES.includes(manifest.kind) || (CORE_OF_THE_CLUSTER.includes(manifest.kind) ? false : undefined);
    }
    const defined = this.defined.get(`${group}/${manifest.kind}`);
    const known = Object.hasOwn(OF_THE_CLUSTER, group) ? !OF_THE_CLUSTER[group].includes(manifest.kind) : undefined;
    return defined ?? known;
  }
}
