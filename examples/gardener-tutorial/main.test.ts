import { parse } from 'yaml';
import { filesOf, testProgram, testSnapshot } from '../../test/bundle-snapshot';

const PROGRAM = 'examples/gardener-tutorial/main.ts';
const FOLDERS = ['garden/', 'spin/'];
const SHOOT = 'garden/manifests/shoot/shoot.k8s.yaml';
const SMOKE_TEST = 'spin/manifests/apps-smoke-tests/apps-smoke-tests.k8s.yaml';

const manifestsOf = (files: { [file: string]: string }) =>
  Object.fromEntries(Object.entries(files).filter(([file]) => file.includes('manifests/')));

describe('in the versions of the article', () => {
  const isShown = (file: string) => [SHOOT, SMOKE_TEST].includes(file) || !file.includes('/manifests/');
  testProgram(PROGRAM, { folders: FOLDERS, keeps: isShown });
});

describe('in current versions', () => {
  const files = testSnapshot(PROGRAM, { args: ['--current'], folders: ['garden/'], keeps: (file) => file === SHOOT });

  test('writes the manifests of this repository, except for the selected nodes and the smoke test', () => {
    const ours = manifestsOf(filesOf('main.ts'));
    const different = Object.keys(ours).filter((file) => files[`spin/${file}`] !== ours[file]);
    expect(different).toEqual(['manifests/runtime-class/runtime-class.k8s.yaml']);
    const expected = [SHOOT, SMOKE_TEST, ...Object.keys(ours).map((file) => `spin/${file}`)];
    expect(Object.keys(manifestsOf(files))).toEqual(expected.sort());
  });
});

describe('for an existing Shoot', () => {
  test('writes the manifests of this repository in current versions, which put the shim on all Linux nodes', () => {
    const ours = Object.entries(manifestsOf(filesOf('main.ts'))).map(([file, text]) => [`spin/${file}`, text]);
    const { [SMOKE_TEST]: smokeTest, ...others } = manifestsOf(filesOf(PROGRAM, '--existing', '--current'));
    expect(smokeTest).toContain('kind: Job\n');
    expect(others).toEqual(Object.fromEntries(ours));
  });

  test('differs in the versions of the article by the Shoot and the selected nodes only', () => {
    const [before, after] = [filesOf(PROGRAM), filesOf(PROGRAM, '--existing')].map(manifestsOf);
    expect(Object.keys(before).filter((file) => !(file in after))).toEqual([SHOOT]);
    const installer = 'spin/manifests/kwasm-operator/kwasm-operator.k8s.yaml';
    const runtimeClass = 'spin/manifests/runtime-class/runtime-class.k8s.yaml';
    expect(Object.keys(after).filter((file) => after[file] !== before[file])).toEqual([installer, runtimeClass]);
    expect(after[installer]).toContain('- name: AUTO_PROVISION_NODES\n              value: "true"');
    expect(parse(after[runtimeClass])).not.toHaveProperty('scheduling');
  });

  test('asks for no label or annotation of nodes', () => {
    const files = filesOf(PROGRAM, '--existing');
    expect(files['spin/README.md']).not.toContain('## Prerequisites');
    expect(Object.keys(files).filter((file) => file.startsWith('garden/'))).toEqual([]);
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
