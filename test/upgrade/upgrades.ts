import { ApiObject, Chart } from 'cdk8s';
import {
  Bundle,
  IDelivery,
  NodeInstaller,
  SpinApp,
  SpinKube,
  SpinKubeProps,
  SpinKubeRelease,
  WebhookCertificates,
} from '../../lib';
import { readTree, Tree, TreeCluster } from '../../lib/changes/tree';
import { UpgradePlan } from '../../lib/upgrade/plan';
import { planUpgrade } from '../../lib/upgrade/plan-upgrade';
import { Upgrade, upgradeOf } from '../../lib/upgrade/upgrade';
import { isManifestFile } from '../../lib/validation/documents/read-files';
import { synthFiles } from '../gitops/stages';

/** A platform with kwasm-operator, and without cert-manager: the smallest one in which all moves are possible. */
export const SMALL: SpinKubeProps = {
  release: SpinKubeRelease.V2026_11,
  nodeInstaller: NodeInstaller.kwasm(),
  webhookCertificates: WebhookCertificates.generated(),
  appNamespaces: ['shop'],
};

/** A bundle of a platform with the app `shop/hello`. */
export function platform(props: SpinKubeProps = SMALL, ...deliveries: IDelivery[]): Bundle {
  const bundle = new Bundle({ deliveries });
  const spinkube = new SpinKube(bundle, 'spinkube', props);
  new SpinApp(new Chart(bundle, 'apps', { namespace: 'shop' }), 'app', {
    metadata: { name: 'hello' },
    image: 'hello',
    executor: spinkube.executor,
  });
  return bundle;
}

/** A bundle with objects in the stage `all`. */
export function objects(...manifests: ConstructorParameters<typeof ApiObject>[2][]): Bundle {
  const bundle = new Bundle();
  const chart = new Chart(bundle, 'all');
  manifests.forEach((manifest, index) => new ApiObject(chart, `object-${index}`, manifest));
  return bundle;
}

/** The tree that a bundle writes. */
export function treeOf(bundle: Bundle): Tree {
  return readTree(new Map(Object.entries(synthFiles(bundle)).filter(([file]) => isManifestFile(file))));
}

export function clusterOf(bundle: Bundle): TreeCluster {
  const found = treeOf(bundle).clusters.find(({ name }) => name === '.');
  if (!found) {
    throw new Error('the bundle has no stages');
  }
  return found;
}

export function upgradeBetween(before: Bundle, after: Bundle, fromHelm = false): Upgrade {
  return upgradeOf(clusterOf(before), clusterOf(after), fromHelm);
}

export function planBetween(before: Bundle, after: Bundle, fromHelm = false): UpgradePlan {
  return planUpgrade(upgradeBetween(before, after, fromHelm));
}

/** The calls of each step, by its title. */
export function callsOf({ steps }: UpgradePlan): { [title: string]: readonly string[] } {
  return Object.fromEntries(
    steps.map(({ actions, title }) => [title, actions.flatMap(({ calls }) => calls.map(inOneLine))]),
  );
}

/** A call without its line breaks. */
function inOneLine(call: string): string {
  return call.replace(/ \\\n +/g, ' ');
}
