import { filesOf, testProgram } from '../../test/bundle-snapshot';

const PROGRAM = 'examples/fleet/main.ts';

// The clusters differ only in one file: see below.
testProgram(PROGRAM, {
  folders: ['eu-1/', 'lab/', 'us-1/'],
  keeps: (file) => !/^(lab|us-1)\//.test(file) && !file.includes('/manifests/'),
});

test('writes clusters that differ only where their properties differ', () => {
  const files = filesOf(PROGRAM);
  const below = (cluster: string) =>
    Object.fromEntries(
      Object.entries(files)
        .filter(([file]) => file.startsWith(`${cluster}/`))
        .map(([file, text]) => [
          file.slice(cluster.length + 1),
          text.replaceAll(new RegExp(`\\b${cluster}\\b`, 'g'), 'CLUSTER'),
        ]),
    );
  expect(below('us-1')).toEqual(below('eu-1'));
  const lab = below('lab');
  const different = Object.keys(lab).filter((file) => lab[file] !== below('eu-1')[file]);
  expect(different).toEqual(['manifests/apps/apps.k8s.yaml']);
});
