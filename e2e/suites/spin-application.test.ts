import { Chart, Cron } from 'cdk8s';
import { SpinApplication, SpinKube, SpinManifest, Variable, WebhookCertificates } from '../../lib';
import { inOwnCluster } from '../src/cluster';
import { ask, startDns } from '../src/node-cluster';
import { APPLICATION, ARCHIVES } from '../src/node-images';
import { nodeControllers } from '../src/node-installers/stand-in';
import { mustRun } from '../src/scripts';
import { archivesImage, installerOf, packShim, serveArchives, ShimArchive } from '../src/shim-archive';
import { synthBundle, useCluster } from '../src/suite';

/** The manifest from which `APPLICATION` would have been built. */
const MANIFEST = SpinManifest.fromString(`
  spin_manifest_version = 2
  application.name = "shop"
  [variables]
  currency = { default = "EUR" }
  bank_url = { required = true }
  [[trigger.http]]
  route = "/..."
  component = "front"
  [[trigger.http]]
  route = "/cart/..."
  component = "cart"
  [[trigger.http]]
  route = { private = true }
  component = "admin"
  [[trigger.command]]
  component = "report"
  [component.front]
  source = "front.wasm"
  [component.cart]
  source = "cart.wasm"
  allowed_outbound_hosts = ["{{ bank_url }}", "http://admin.spin.internal"]
  variables.bank_url = "{{ bank_url }}"
  [component.admin]
  source = "admin.wasm"
  variables.currency = "{{ currency }}"
  [component.report]
  source = "report.wasm"`);

let shim: ShimArchive;

/** The application in two groups; its command is a Job, or a CronJob that never runs by itself. */
function bundleWith({ isScheduled = false } = {}): string {
  return synthBundle((bundle) => {
    const platform = { nodeInstaller: installerOf(shim), webhookCertificates: WebhookCertificates.generated() };
    const { executor } = new SpinKube(bundle, 'spinkube', platform);
    const shop = new SpinApplication(new Chart(bundle, 'apps', { namespace: 'default' }), 'shop', {
      metadata: { name: 'shop' },
      image: APPLICATION,
      executor,
      manifest: MANIFEST,
      split: [['front'], ['cart', 'admin']],
      variables: { currency: Variable.fromValue('CHF'), bank_url: Variable.fromValue('https://bank.example.com') },
      schedules: isScheduled ? { report: Cron.annually() } : {},
    });
    shop.exposeViaIngress({ host: 'shop.example.com' });
  });
}

/** The part of an Ingress that sends paths to Services. */
interface IngressPaths {
  readonly rules: { readonly http: { readonly paths: Path[] } }[];
}

interface Path {
  readonly path: string;
  readonly pathType: string;
  readonly backend: { readonly service: { readonly name: string } };
}

inOwnCluster('an application of several components on a real node', () => {
  const cluster = useCluster(nodeControllers, () => {
    shim = packShim('v1');
    return { count: 1, images: { [ARCHIVES]: archivesImage(shim) } };
  });
  const install = (options = {}) => mustRun(cluster.kubectl, bundleWith(options), 'install', '--timeout', '240s');

  beforeAll(async () => {
    await startDns(cluster.kubectl);
    await serveArchives(cluster.kubectl);
    await install();
  }, 300_000);

  test('runs a SpinApp for each group, which serves only its own components', async () => {
    const answers = await Promise.all(
      [
        ['shop-front', '/'],
        ['shop-front', '/cart/1'],
        ['shop-cart', '/cart/1'],
        ['shop-cart', '/'],
        ['shop-cart', '/admin'],
      ].map(([app, path]) => ask(cluster.kubectl, app, path)),
    );
    expect(answers.map(({ component, status }) => [status, component])).toEqual([
      [200, 'front'],
      [200, 'front'],
      [200, 'cart'],
      [404, null],
      [404, null],
    ]);
  });

  test('sends each request to the component that Spin would choose, by the paths of the Ingress', async () => {
    const [ingress] = await cluster.kubectl.get('ingress');
    const paths = (ingress.spec as IngressPaths).rules.flatMap(({ http }) => http.paths);
    const componentFor = async (requested: string) => {
      const service = serviceFor(paths, requested);
      return service === undefined ? service : (await ask(cluster.kubectl, service, requested)).component;
    };
    expect(await componentFor('/')).toBe('front');
    expect(await componentFor('/hats/2')).toBe('front');
    expect(await componentFor('/cart')).toBe('cart');
    expect(await componentFor('/cart/pay')).toBe('cart');
    expect(await componentFor('/carton')).toBe('front');
  });

  test('gives each group its variables', async () => {
    const variablesOf = async (app: string) => {
      const { body } = await ask(cluster.kubectl, app, '/.stand-in/configuration');
      return (JSON.parse(body) as { variables: object }).variables;
    };
    const bank = { bank_url: 'https://bank.example.com' };
    expect(await variablesOf('shop-cart')).toEqual({ ...bank, currency: 'CHF' });
    // It does not use the currency, so it has the default; every group needs what has none.
    expect(await variablesOf('shop-front')).toEqual({ ...bank, currency: 'EUR' });
  });

  test('runs a command as a Job', async () => {
    const [job] = await cluster.kubectl.get('jobs', '--namespace=default');
    expect(job.status).toMatchObject({ succeeded: 1 });
    const logs = await cluster.kubectl.text('logs', `job/${job.metadata.name}`);
    expect(logs).toBe('The report is ready.\n');
  });

  test('runs a command as a CronJob', async () => {
    await install({ isScheduled: true });
    const [cronJob] = await cluster.kubectl.get('cronjobs', '--namespace=default');
    await cluster.kubectl.text('create', 'job', 'now', `--from=cronjob/${cronJob.metadata.name}`);
    await cluster.kubectl.text('wait', '--for=condition=Complete', 'job/now', '--timeout=60s');
    expect(await cluster.kubectl.text('logs', 'job/now')).toBe('The report is ready.\n');
  });
});

/** The Service to which an Ingress controller sends a request: an exact path comes first, then the longest prefix. */
function serviceFor(paths: readonly Path[], requested: string): string | undefined {
  const matching = paths
    .filter(({ path, pathType }) =>
      pathType === 'Exact' ? path === requested : `${requested}/`.startsWith(`${path.replace(/\/$/, '')}/`),
    )
    .sort((a, b) => Number(b.pathType === 'Exact') - Number(a.pathType === 'Exact') || b.path.length - a.path.length);
  return matching[0]?.backend.service.name;
}
