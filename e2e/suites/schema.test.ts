import * as fs from 'fs';
import * as path from 'path';
import { parseAllDocuments } from 'yaml';
import { installForeignKinds, installGatewayApi } from '../src/foreign-kinds';
import { ClusterObject } from '../src/kubectl';
import { useCluster } from '../src/suite';

const ROOT = path.join(__dirname, '..', '..');

/** All committed bundles, and the clusters in them. The bundle with the CRDs of cert-manager comes first. */
const BUNDLES = ['dist', ...fs.readdirSync(path.join(ROOT, 'examples')).map((name) => `examples/${name}/dist`)]
  .flatMap((folder) => [folder, ...fs.readdirSync(path.join(ROOT, folder)).map((name) => `${folder}/${name}`)])
  .filter((folder) => fs.existsSync(path.join(ROOT, folder, 'manifests')));

/** API groups that the bundles expect in their clusters, such as Shoots in every garden. */
const FOREIGN = ['core.gardener.cloud', 'keda.sh', 'monitoring.coreos.com'];

/** Kinds without which the API server rejects other objects. */
const FIRST = ['CustomResourceDefinition', 'Namespace'];

function objectsOf(bundle: string): ClusterObject[] {
  const { stages } = JSON.parse(fs.readFileSync(path.join(ROOT, bundle, 'stages.json'), 'utf8')) as {
    stages: { path: string }[];
  };
  return stages.flatMap(({ path: file }) =>
    parseAllDocuments(fs.readFileSync(path.join(ROOT, bundle, file), 'utf8')).map((one) => one.toJS() as ClusterObject),
  );
}

const cluster = useCluster();

beforeAll(async () => {
  await installGatewayApi(cluster.kubectl);
  await installForeignKinds(cluster.kubectl, ...FOREIGN);
  for (const namespace of ['garden-demo', 'monitoring']) {
    await cluster.kubectl.text('create', 'namespace', namespace);
  }
});

/** Kubernetes creates the ServiceAccount `default` in each namespace; a bundle only changes it. */
const isDefaultAccount = ({
  kind,
  metadata,
}: {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}) => kind === 'ServiceAccount' && metadata.name === 'default';

test.each(BUNDLES)('accepts every object of %s, with strict field validation', async (bundle) => {
  const objects = objectsOf(bundle);
  const strict = ['--validate=strict'];
  const first = objects.filter(({ kind }) => FIRST.includes(kind));
  if (first.length > 0) {
    const applied = await cluster.kubectl.apply(first, ...strict);
    expect([applied.code, applied.stderr]).toEqual([0, '']);
  }
  await cluster.kubectl.text(
    'wait',
    '--for=condition=Established',
    '--timeout=60s',
    'customresourcedefinitions',
    '--all',
  );
  const all = await cluster.kubectl.apply(objects, ...strict, '--dry-run=server');
  expect([all.code, all.stderr]).toEqual([0, '']);
  expect(all.stdout.trim().split('\n')).toHaveLength(objects.length);
  // A server-side apply ignores unknown fields below an object without properties in the CRD.
  const rest = objects.filter((one) => !FIRST.includes(one.kind) && !isDefaultAccount(one));
  const { code, stderr } = await cluster.kubectl.create(rest, ...strict, '--dry-run=server');
  expect([code, stderr]).toEqual([0, '']);
});

test('rejects an unknown field', async () => {
  const [object] = objectsOf('dist').filter(({ kind }) => kind === 'SpinApp');
  const wrong = { ...object, spec: { ...(object.spec as object), replica: 1 } };
  const { code, stderr } = await cluster.kubectl.apply([wrong], '--validate=strict', '--dry-run=server');
  expect(code).not.toBe(0);
  expect(stderr).toContain('unknown field "replica"');
});
