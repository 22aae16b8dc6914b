import {
  RuntimeClass,
  SpinApp,
  SpinAppExecutor,
  SpinJob,
  WorkloadIdentity,
  WorkloadIdentityServiceAccount,
} from '../../lib';
import { only, synth, testChart } from '../testing';

const ID = '12345678-90ab-cdef-1234-567890abcdef';
const TENANT = '00000000-90ab-cdef-1234-567890abcdef';

const IDENTITIES = {
  azure: WorkloadIdentity.azure({ clientId: ID, tenantId: TENANT }),
  aws: WorkloadIdentity.aws({ roleArn: 'arn:aws-cn:iam::123456789012:role/team/shop' }),
  gcp: WorkloadIdentity.gcp({ serviceAccount: 'shop@project.iam.gserviceaccount.com' }),
};

/** An app and a Job with an identity. */
function manifests(cloud: keyof typeof IDENTITIES) {
  const chart = testChart('team');
  const serviceAccount = new WorkloadIdentityServiceAccount(chart, 'identity', {
    identity: IDENTITIES[cloud],
    metadata: { name: 'shop', annotations: { owner: 'team' } },
  });
  const executor = SpinAppExecutor.fromSpinAppExecutorName(chart, 'executor', 'shim');
  const common = { image: 'example.com/shop:v1', executor, serviceAccount };
  new SpinApp(chart, 'shop', { ...common, podLabels: { tier: 'web' } });
  const runtimeClass = RuntimeClass.fromRuntimeClassName(chart, 'class', 'spin');
  new SpinJob(chart, 'job', { ...common, runtimeClass });
  return synth(chart);
}

test.each<[keyof typeof IDENTITIES, object, object | undefined]>([
  [
    'azure',
    { 'azure.workload.identity/client-id': ID, 'azure.workload.identity/tenant-id': TENANT },
    { 'azure.workload.identity/use': 'true' },
  ],
  ['aws', { 'eks.amazonaws.com/role-arn': 'arn:aws-cn:iam::123456789012:role/team/shop' }, undefined],
  ['gcp', { 'iam.gke.io/gcp-service-account': 'shop@project.iam.gserviceaccount.com' }, undefined],
])('%s: annotates the service account, and labels the pods of apps and Jobs', (cloud, annotations, labels) => {
  const all = manifests(cloud);
  expect(only(all, 'ServiceAccount').metadata).toEqual({
    name: 'shop',
    namespace: 'team',
    annotations: { owner: 'team', ...annotations },
  });
  expect(only(all, 'SpinApp').spec).toMatchObject({ serviceAccountName: 'shop' });
  expect((only(all, 'SpinApp').spec as { podLabels: object }).podLabels).toEqual({ tier: 'web', ...labels });
  const { template } = only(all, 'Job').spec as { template: { metadata?: object; spec: object } };
  expect(template.metadata).toEqual(labels && { labels });
  expect(template.spec).toMatchObject({ serviceAccountName: 'shop' });
});

test('rejects identifiers of another form', () => {
  expect(() => WorkloadIdentity.azure({ clientId: 'shop' })).toThrow(
    "WorkloadIdentity.azure: 'clientId' (shop) is not a UUID; copy it from the identity",
  );
  expect(() => WorkloadIdentity.azure({ clientId: ID, tenantId: 'x' })).toThrow("'tenantId' (x) is not a UUID");
  expect(() => WorkloadIdentity.aws({ roleArn: 'arn:aws:iam::123456789012:user/shop' })).toThrow(
    "WorkloadIdentity.aws: 'roleArn' (arn:aws:iam::123456789012:user/shop) is not the ARN of an IAM role",
  );
  expect(() => WorkloadIdentity.gcp({ serviceAccount: 'shop' })).toThrow(
    "WorkloadIdentity.gcp: 'serviceAccount' (shop) is not the email address of an IAM service account",
  );
});
