import { field, groupOf, Manifest } from './manifest';

/** Cluster-scoped kinds by API group; all other kinds of the group are namespaced. */
interface KindsByGroup {
  [group: string]: string[];
}

/** The API groups of Kubernetes itself, without the core group. */
const KUBERNETES: KindsByGroup = {
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

/** The API groups of the platform's CRDs, for bundles that do not contain the CRDs. */
const PLATFORM: KindsByGroup = {
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
  'http.keda.sh': [],
  'keda.sh': ['ClusterTriggerAuthentication'],
  'runtime.spinkube.dev': ['Shim'],
  'security.gardener.cloud': [],
};

const CLUSTER_SCOPED = { ...KUBERNETES, ...PLATFORM };

const CLUSTER_SCOPED_CORE = ['ComponentStatus', 'Namespace', 'Node', 'PersistentVolume'];

/** Namespaced kinds of the core group. Listed, since an unknown kind without a group is often a mistake. */
const NAMESPACED_CORE = [
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
  return group === '' || Object.hasOwn(KUBERNETES, group);
}

/** Tells for each kind if it is namespaced; undefined for unknown kinds. */
export class Scopes {
  private readonly defined = new Map<string, boolean>();

  /** @param objects objects whose CRDs add kinds */
  public constructor(objects: readonly { readonly manifest: Manifest }[]) {
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
      return (
        NAMESPACED_CORE.includes(manifest.kind) || (CLUSTER_SCOPED_CORE.includes(manifest.kind) ? false : undefined)
      );
    }
    const defined = this.defined.get(`${group}/${manifest.kind}`);
    const known = Object.hasOwn(CLUSTER_SCOPED, group) ? !CLUSTER_SCOPED[group].includes(manifest.kind) : undefined;
    return defined ?? known;
  }
}
