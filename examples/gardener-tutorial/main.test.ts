import { parse } from 'yaml';
import { filesOf, testProgram, testSnapshot } from '../../test/bundle-snapshot';

const PROGRAM = 'examples/gardener-tutorial/main.ts';
const FOLDERS = ['garden/', 'spin/'];
const SHOOT = 'garden/manifests/shoot/shoot.k8s.yaml';

describe('in the versions of the article', () => {
  testProgram(PROGRAM, { folders: FOLDERS, keeps: (file) => file === SHOOT || !file.includes('/manifests/') });
});

describe('in current versions', () => {
  const files = testSnapshot(PROGRAM, { args: ['--current'], folders: ['garden/'], keeps: (file) => file === SHOOT });

  test('writes the manifests of this repository, except for the selected nodes', () => {
    const manifests = (all: { [file: string]: string }) =>
      Object.fromEntries(Object.entries(all).filter(([file]) => file.includes('manifests/')));
    const ours = manifests(filesOf('main.ts'));
    const different = Object.keys(ours).filter((file) => files[`spin/${file}`] !== ours[file]);
    expect(different).toEqual(['manifests/runtime-class/runtime-class.k8s.yaml']);
    expect(Object.keys(manifests(files))).toEqual([SHOOT, ...Object.keys(ours).map((file) => `spin/${file}`)]);
  });
});

test('allows the cluster to be deleted with --confirm-deletion, and changes nothing else', () => {
  const [before, after] = [filesOf(PROGRAM), filesOf(PROGRAM, '--confirm-deletion')];
  expect(parse(after[SHOOT])).toMatchObject({
    metadata: { annotations: { 'confirmation.gardener.cloud/deletion': 'true' } },
  });
  expect(Object.keys(after).filter((file) => after[file] !== before[file])).toEqual([
    'garden/argo-cd/stages/shoot.yaml',
    'garden/flux/kustomizations.yaml',
    'garden/kubectl/uninstall.sh',
    SHOOT,
  ]);
});
