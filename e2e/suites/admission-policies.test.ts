import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { Chart } from 'cdk8s';
import { AdmissionAction, AdmissionPolicies, AdmissionPoliciesProps, Kube, NodeInstaller, SpinKube } from '../../lib';
import { list, Manifest } from '../../lib/synth/manifest';
import { disagreementsWithPolicies, rulesBrokenBy } from '../../test/platform/admission-policies/rules';
import { COMPARED } from '../../lib/validation/cel/spin-app-checks';
import { NAMESPACE, spinkube } from '../../test/validation/arbitrary/neighbours';
import { recordedVerdicts } from '../../test/validation/verdict';
import { Answer, ApiServer, inParallel } from '../src/api-server';
import { inOwnCluster } from '../src/cluster';
import { must } from '../src/kubectl';
import { mustRun } from '../src/scripts';
import { eventually, synthBundle, useCluster } from '../src/suite';
import { pathOf, prepareNamespace } from '../src/verdicts';

/** Timeout for all objects, in milliseconds. */
const LIMIT = 300_000;

/** The objects that the cluster accepts: policies come after what else rejects objects. */
const ACCEPTED = recordedVerdicts()
  .filter(({ refused }) => refused === undefined)
  .map(({ object }) => object);

/** A SpinApp that the operator and the API server accept, but Kubernetes rejects its Deployment. */
const BROKEN = spinkube('SpinApp', {
  metadata: { name: 'broken' },
  spec: {
    image: 'ghcr.io/example/hello:v1',
    executor: 'containerd-shim-spin',
    replicas: 1,
    volumes: [{ name: 'data', nfs: { server: 'a', path: 'b' } }],
  },
});

const MESSAGE = "spin-app-volume-sources: 'spec.volumes[].nfs.path' must be an absolute path; begin it with a slash";

/** The API server writes the audit log here. */
const AUDIT = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-spinkube-audit-')), 'audit.log');
const AUDIT_POLICY = path.join(path.dirname(AUDIT), 'policy.yaml');
fs.writeFileSync(AUDIT_POLICY, 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{ level: Metadata }]\n');

inOwnCluster('admission policies', () => {
  const cluster = useCluster(
    undefined,
    undefined,
    `--audit-log-path=${AUDIT} --audit-policy-file=${AUDIT_POLICY} --audit-log-mode=blocking`,
  );
  let server: ApiServer;

  beforeAll(async () => {
    const bundle = synthBundle((one) => {
      new SpinKube(one, 'spinkube', { nodeInstaller: NodeInstaller.preinstalled(), appNamespaces: [] });
    });
    await mustRun(cluster.kubectl, bundle, 'install', '--timeout', '90s');
    const definition = path.join(__dirname, '..', '..', 'crds', 'runtime.spinkube.dev-v0.2.0.yaml');
    await cluster.kubectl.text('apply', '--server-side', '--filename', definition);
    await prepareNamespace(cluster.kubectl);
    await must(cluster.kubectl.create([BROKEN]));
    server = new ApiServer(cluster.kubectl.kubeconfig);
  }, LIMIT);

  afterAll(() => {
    server.close();
    fs.rmSync(path.dirname(AUDIT), { recursive: true });
  });

  /** Applies policies, and waits until the API server acts on them. */
  async function applyPolicies(props: AdmissionPoliciesProps, isThere: (answer: Answer) => boolean): Promise<void> {
    const bundle = synthBundle((root) => {
      new AdmissionPolicies(new Chart(root, 'checks'), 'policies', props);
    });
    await cluster.kubectl.text('apply', '--filename', path.join(bundle, 'manifests', 'checks-policies'));
    await eventually('the policies', async () => isThere(await create(spinApp('new', BROKEN.spec))) || undefined, 20);
  }

  function create(object: Manifest): Promise<Answer> {
    return server.post(`${pathOf(object)}?dryRun=All`, object);
  }

  test(
    'warn of exactly the objects and rules that the library reports',
    async () => {
      await applyPolicies({ actions: [AdmissionAction.WARN] }, ({ warnings }) => warnings.length > 0);
      // Policies see what the webhooks of the operator have made of an object, and so does the answer.
      const answers = await inParallel(ACCEPTED, async (asked) => {
        const { body, code, warnings } = await create(asked);
        return { code, warnings, object: body as unknown as Manifest };
      });
      expect(answers.filter(({ code }) => code !== 201)).toEqual([]);
      expect(answers.filter(({ object }) => rulesBrokenBy(object).length > 0).length).toBeGreaterThan(800);
      expect(
        disagreementsWithPolicies(answers.map(({ object, warnings }) => ({ object, messages: ofPolicies(warnings) }))),
      ).toEqual([]);
    },
    LIMIT,
  );

  test('have expressions that fit the definitions', async () => {
    const policies = await cluster.kubectl.get('validatingadmissionpolicies');
    const checked = await eventually('the types', async () => {
      const now = await cluster.kubectl.get('validatingadmissionpolicies');
      return now.every(({ status }) => (status as { typeChecking?: object } | undefined)?.typeChecking) || undefined;
    });
    expect(checked).toBe(true);
    expect(policies).toHaveLength(5);
    expect(policies.flatMap(({ status }) => list(status, 'typeChecking', 'expressionWarnings'))).toEqual([]);
  });

  test.each([COMPARED, 5 * COMPARED])(
    'stay within the cost that the API server allows with %s items',
    async (length) => {
      const items = <T>(make: (index: number) => T) => Array.from({ length }, (_, index) => make(index));
      const { code, warnings } = await create(
        spinApp('large', {
          ...(BROKEN.spec as object),
          variables: items((index) => ({ name: `variable_${index}`, value: 'x' })),
          volumes: items((index) => ({ name: `volume-${index}`, configMap: { name: 'settings' } })),
          volumeMounts: items((index) => ({ name: `volume-${index}`, mountPath: `/volumes/${index}` })),
        }),
      );
      expect({ code, warnings }).toEqual({ code: 201, warnings: [] });
    },
  );

  test('write into the audit log', async () => {
    await applyPolicies({ actions: [AdmissionAction.AUDIT] }, ({ warnings }) => warnings.length === 0);
    expect((await create(spinApp('audited', BROKEN.spec))).code).toBe(201);
    const line = await eventually('the event', () => {
      const lines = fs.readFileSync(AUDIT, 'utf8').split('\n');
      return Promise.resolve(lines.find((one) => one.includes('"audited"') || one.includes('/validation_failure')));
    });
    const { annotations } = JSON.parse(line) as { readonly annotations: { readonly [key: string]: string } };
    expect(JSON.parse(annotations['validation.policy.admission.k8s.io/validation_failure'])).toMatchObject([
      { message: MESSAGE, policy: 'spinkube-spinapps', validationActions: ['Audit'] },
    ]);
  });

  test('reject what is new with the message of the rule, and leave alone what is in the cluster', async () => {
    const isRejected = ({ code }: Answer) => code === 422;
    await applyPolicies({}, isRejected);
    const { body } = await create(spinApp('rejected', BROKEN.spec));
    expect(body.message).toContain(MESSAGE);
    const name = ['spinapp/broken', `--namespace=${NAMESPACE}`];
    await cluster.kubectl.text('label', ...name, 'team=shop');
    const patch = ['patch', ...name, '--type=merge', '--patch={"spec":{"replicas":2}}'];
    expect((await cluster.kubectl.try(...patch)).stderr).toContain(MESSAGE);
    await cluster.kubectl.text('delete', ...name, '--timeout=20s');
  });

  test('leave out namespaces and rules', async () => {
    await applyPolicies({ excludedRules: ['spin-app-volume-sources'] }, ({ code }) => code === 201);
    await applyPolicies({}, ({ code }) => code === 422);
    await applyPolicies({ namespaces: Kube.namespaces({ team: 'shop' }) }, ({ code }) => code === 201);
    await cluster.kubectl.text('label', 'namespace', NAMESPACE, 'team=shop');
    await eventually(
      'a rejection',
      async () => (await create(spinApp('in', BROKEN.spec))).code === 422 || undefined,
      20,
    );
  });

  test('check Shims', async () => {
    const shim = (name: string, handler: string) => ({
      apiVersion: 'runtime.spinkube.dev/v1alpha1',
      kind: 'Shim',
      metadata: { name },
      spec: {
        fetchStrategy: { type: 'anonymousHttp', anonHttp: { location: 'https://example.com/a.tar.gz' } },
        rolloutStrategy: { type: 'recreate' },
        runtimeClass: { name: 'wasmtime-spin-v2', handler },
      },
    });
    const shims = '/apis/runtime.spinkube.dev/v1alpha1/shims?dryRun=All';
    expect((await server.post(shims, shim('spin-v2', 'spin-v2'))).code).toBe(201);
    const { body, code } = await server.post(shims, shim('spin-v2', 'other'));
    expect({ code, message: body.message }).toEqual({
      code: 422,
      message: expect.stringContaining("shim-handler: 'spec.runtimeClass.handler' (other) must be") as unknown,
    });
  });
});

/** The warnings of policies without the names of policy and binding; the API server also warns of unknown fields. */
function ofPolicies(warnings: readonly string[]): string[] {
  return warnings.filter((text) => text.startsWith('Validation failed for ValidatingAdmissionPolicy'));
}

function spinApp(name: string, spec: unknown): Manifest {
  return spinkube('SpinApp', { metadata: { name }, spec });
}
