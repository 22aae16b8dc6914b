import { Chart } from 'cdk8s';
import { Bundle } from '../../lib';
import { MachineImage, Maintenance, Shoot, ShootProps, WorkerPoolProps } from '../../lib/gardener';
import { errorOutputOf, inTemporaryFolder } from '../gitops/stages';
import { POOL, SHOOT } from './shoots';

const GIVEN: Maintenance = { updateKubernetes: false, updateMachineImages: false };
const KUBERNETES =
  "'spec.kubernetes.version' (1.34.2) is raised by Gardener during maintenance, and going back to it is rejected; use 1.34, or set 'spec.maintenance.autoUpdate.kubernetesVersion' to false";
const IMAGE =
  "'spec.provider.workers[0].machine.image.version' (1877.5.0) is raised by Gardener during maintenance, and applying the Shoot again replaces all machines by older ones; remove it, or set 'spec.maintenance.autoUpdate.machineImageVersion' to false";

test.each<[string, Partial<ShootProps>, Partial<WorkerPoolProps>, string[]]>([
  ['versions that Gardener raises', {}, {}, [KUBERNETES, IMAGE]],
  [
    'versions that Gardener is allowed to raise',
    { maintenance: { updateKubernetes: true, updateMachineImages: true } },
    {},
    [KUBERNETES, IMAGE],
  ],
  ['only the Kubernetes version', { maintenance: { ...GIVEN, updateKubernetes: undefined } }, {}, [KUBERNETES]],
  ['only the machine image version', { maintenance: { ...GIVEN, updateMachineImages: undefined } }, {}, [IMAGE]],
  ['no version that Gardener leaves unchanged', { maintenance: GIVEN }, {}, []],
  ['no version that Gardener chooses', { kubernetesVersion: '1.34' }, { image: MachineImage.gardenLinux() }, []],
])('warns of %s when a bundle is synthesized', (_, props, pool, messages) => {
  const output = inTemporaryFolder((outdir) => {
    const bundle = new Bundle({ outdir });
    const workerPools = [{ ...POOL, ...pool }];
    new Shoot(new Chart(bundle, 'garden'), 'shoot', { ...SHOOT, workerPools, ...props });
    return errorOutputOf(() => {
      bundle.synth();
    });
  });
  expect(output).toBe(messages.map((message) => `warning: [garden/shoot/Resource] ${message}\n`).join(''));
});
