import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import { NodeInstaller } from '../../lib';
import { Aws, AwsVpc, Shoot } from '../../lib/gardener';
import { synth, testChart, validationErrors } from '../testing';
import { manifestOf, POOL, POOL_DEFAULTS, SHOOT, shootWith, specOf, ZONE, ZONE_MANIFEST } from './shoots';

const AWS = 'aws.provider.extensions.gardener.cloud/v1alpha1';
const errors = (shoot: Shoot) => validationErrors(Chart.of(shoot));

test('renders the smallest Shoot for SpinKube: required fields and the defaults of Gardener', () => {
  const shoot = shootWith();
  shoot.workerPools[0].runsSpin(NodeInstaller.kwasm({ operator: { autoProvision: false } }));
  expect(manifestOf(shoot)).toEqual({
    apiVersion: 'core.gardener.cloud/v1beta1',
    kind: 'Shoot',
    metadata: { name: 'spin', namespace: 'garden-myproj' },
    spec: {
      cloudProfile: { kind: 'CloudProfile', name: 'aws' },
      credentialsBindingName: 'aws',
      region: 'eu-central-1',
      kubernetes: { version: '1.34.2' },
      networking: { type: 'calico', nodes: '10.250.0.0/16' },
      provider: {
        type: 'aws',
        infrastructureConfig: {
          apiVersion: AWS,
          kind: 'InfrastructureConfig',
          networks: { vpc: { cidr: '10.250.0.0/16' }, zones: [ZONE_MANIFEST] },
        },
        controlPlaneConfig: { apiVersion: AWS, kind: 'ControlPlaneConfig' },
        workers: [
          {
            name: 'spin',
            minimum: 1,
            maximum: 3,
            machine: {
              type: 'm5.large',
              image: { name: 'gardenlinux', version: '1877.5.0' },
              architecture: 'amd64',
            },
            ...POOL_DEFAULTS,
            volume: { type: 'gp3', size: '50Gi' },
            zones: ['eu-central-1a'],
            cri: { name: 'containerd' },
            labels: { spin: 'true' },
            annotations: { 'kwasm.sh/kwasm-node': 'true' },
          },
        ],
      },
    },
  });
});

test('uses Garden Linux without a version by default', () => {
  expect(specOf(shootWith({}, { image: undefined })).provider.workers[0].machine).toEqual({
    type: 'm5.large',
    image: { name: 'gardenlinux' },
    architecture: 'amd64',
  });
});

test('copies what is passed in', () => {
  const labels: Record<string, string> = { a: 'b' };
  const zones = [ZONE];
  const infrastructure = Aws.infrastructure({ vpc: AwsVpc.fromCidr('10.250.0.0/16'), zones });
  const shoot = shootWith({ infrastructure }, { labels });
  const before = synth(Chart.of(shoot));
  labels.c = 'd';
  zones.pop();
  expect(synth(Chart.of(shoot))).toEqual(before);
});

test('rejects two worker pools with the same name', () => {
  expect(() => shootWith().addWorkerPool(POOL)).toThrow(
    "[test/shoot] 'name' (spin) is the name of another worker pool of the Shoot; choose another name",
  );
});

describe('the length of the names of project and Shoot', () => {
  const named = (name: string, namespace?: string, project?: string) =>
    errors(shootWith({ metadata: { name, namespace }, project }));
  const tooLong = (name: string, length: number, project: string) =>
    `[test/shoot] 'metadata.name' (${name}) has ${length} characters together with that of its project, ${project}; at most 21 are allowed; set a shorter name`;

  test('is at most 21 characters together', () => {
    expect(named('sixteen-letters1', 'garden-shops')).toEqual([]);
    expect(named('sixteen-letters12', 'garden-shops')).toEqual([tooLong('sixteen-letters12', 22, 'shops')]);
    expect(named('sixteen-letters1', 'garden')).toEqual([tooLong('sixteen-letters1', 22, 'garden')]);
  });

  test('counts the given project rather than that of the namespace', () => {
    expect(named('sixteen-letters12', 'team', 'shops')).toEqual([tooLong('sixteen-letters12', 22, 'shops')]);
    expect(named('sixteen-letters1', 'garden-a-long-project', 'shops')).toEqual([]);
  });

  test('is not checked if the project is unknown', () => {
    expect(named('sixteen-letters12', 'team')).toEqual([]);
  });
});

test('rejects an invalid Kubernetes version', () => {
  expect(errors(shootWith({ kubernetesVersion: 'v1.34' }))).toEqual([
    "[test/shoot] 'spec.kubernetes.version' (v1.34) is not a valid Kubernetes version; use the form 1.34.2 or 1.34",
  ]);
});

test('reports all errors at once, including those of the schema', () => {
  const shoot = shootWith({ region: '' }, { machineType: '' });
  ApiObject.of(shoot).addJsonPatch(JsonPatch.add('/spec/seedName', 1));
  expect(errors(shoot)).toEqual([
    "[test/shoot] 'spec.seedName' (1) must be a string, not an integer; put it in quotes",
    "[test/shoot] 'spec.region' ('') is required; set it",
    "[test/shoot] 'spec.provider.workers[0].machine.type' ('') is required; set it",
  ]);
});

test('rejects a Shoot without worker pools', () => {
  expect(errors(new Shoot(testChart(), 'shoot', SHOOT))).toEqual([
    "[test/shoot] 'workerPools' ([]) must include at least one worker pool, or no pods run; add one",
  ]);
});
