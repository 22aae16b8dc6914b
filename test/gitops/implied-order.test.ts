import { Chart } from 'cdk8s';
import { SpinAppExecutor } from '../../lib/app/spin-app-executor';
import { Bundle } from '../../lib/gitops/bundle';
import { add, app, autoscaler, crd, executor, levels, runtimeClass, shim, shoot, webhook } from './objects';
import { stagesOf } from './stages';

let bundle: Bundle;

beforeEach(() => {
  bundle = new Bundle();
  // Not every test adds an executor for its SpinApps.
  SpinAppExecutor.fromSpinAppExecutorName(bundle, 'executor', 'shim');
});

/** The charts by level: executors have a stage of their own. */
function chartLevels(): string[][] {
  return levels(stagesOf(bundle)).map((names) => names.map((name) => name.replace(/-executors$/, '')));
}

describe('implied order', () => {
  const chart = (id: string) => new Chart(bundle, id);

  test.each<[string, () => void]>([
    [
      'a CustomResourceDefinition comes before its objects',
      () => {
        add(chart('later'), 'Widget', 'w', { apiVersion: 'example.com/v1' });
        crd(chart('earlier'), 'Widget');
      },
    ],
    [
      'a Namespace comes before its objects',
      () => {
        add(chart('later'), 'ConfigMap', 'c', { metadata: { namespace: 'team' } });
        add(chart('earlier'), 'Namespace', 'team');
      },
    ],
    [
      'a RuntimeClass comes before the executor that names it',
      () => {
        executor(chart('later'), 'team');
        runtimeClass(chart('earlier'));
      },
    ],
    [
      'a Shim comes before the executor that names its RuntimeClass',
      () => {
        executor(chart('later'), 'team');
        shim(chart('earlier'));
      },
    ],
    [
      'a RuntimeClass comes before the Shim that would create it',
      () => {
        shim(chart('later'));
        runtimeClass(chart('earlier'));
      },
    ],
    [
      'runtime-class-manager comes before its Shims',
      () => {
        shim(chart('later'));
        add(chart('earlier'), 'Deployment', 'manager', {
          apiVersion: 'apps/v1',
          spec: {
            selector: {},
            template: {
              spec: {
                containers: [{ name: 'a', image: 'a', env: [{ name: 'SHIM_NODE_INSTALLER_IMAGE', value: 'b' }] }],
              },
            },
          },
        });
      },
    ],
    [
      'an operator comes before the objects that its webhook handles',
      () => {
        executor(chart('later'), 'team');
        webhook(chart('earlier'), { apiGroups: ['core.spinkube.dev'], resources: ['spinappexecutors'] });
      },
    ],
    [
      'a webhook for all resources of a group covers each of them',
      () => {
        add(chart('later'), 'Policy', 'p', { apiVersion: 'example.com/v1' });
        webhook(chart('earlier'), { apiGroups: ['example.com'], resources: ['*/*'] });
      },
    ],
    [
      'plurals follow English rules',
      () => {
        add(chart('later'), 'Policy', 'p', { apiVersion: 'example.com/v1' });
        webhook(chart('earlier'), { apiGroups: ['example.com'], resources: ['policies'] });
      },
    ],
    [
      'an executor comes before the SpinApps of its namespace',
      () => {
        app(chart('later'), 'team');
        executor(chart('earlier'), 'team');
      },
    ],
    [
      'a SpinApp comes before its autoscaler',
      () => {
        autoscaler(chart('later'), 'team');
        app(chart('earlier'), 'team');
      },
    ],
    ...(
      [
        ['CredentialsBinding', 'security.gardener.cloud/v1alpha1', { credentialsBindingName: 'x' }],
        ['SecretBinding', 'core.gardener.cloud/v1beta1', { secretBindingName: 'x' }],
        ['CloudProfile', 'core.gardener.cloud/v1beta1', { cloudProfile: { name: 'x' } }],
        [
          'NamespacedCloudProfile',
          'core.gardener.cloud/v1beta1',
          { cloudProfile: { kind: 'NamespacedCloudProfile', name: 'x' } },
        ],
      ] as const
    ).map(([kind, apiVersion, spec]): [string, () => void] => [
      `a ${kind} comes before the Shoot that names it`,
      () => {
        const metadata = { namespace: 'garden-shop' };
        shoot(chart('later'), 'garden-shop', spec);
        add(chart('earlier'), kind, 'x', { apiVersion, ...(kind === 'CloudProfile' ? {} : { metadata }) });
      },
    ]),
  ])('%s', (_, arrange) => {
    arrange();
    expect(chartLevels()).toEqual([['earlier'], ['later']]);
  });

  test.each<[string, () => void]>([
    [
      'an executor of another namespace',
      () => {
        app(chart('one'), 'team');
        executor(chart('two'), 'other');
      },
    ],
    [
      'a CustomResourceDefinition of another group',
      () => {
        add(chart('one'), 'Widget', 'w', { apiVersion: 'example.org/v1' });
        crd(chart('two'), 'Widget');
      },
    ],
    [
      'a webhook with failurePolicy Ignore',
      () => {
        executor(chart('one'), 'team');
        webhook(chart('two'), { apiGroups: ['core.spinkube.dev'], resources: ['*'] }, 'Ignore');
      },
    ],
    [
      'a policy engine with a webhook for everything',
      () => {
        executor(chart('one'), 'team');
        webhook(chart('two'), { apiGroups: ['*'], resources: ['*'] });
      },
    ],
    [
      'a SecretBinding of another project',
      () => {
        const apiVersion = 'core.gardener.cloud/v1beta1';
        shoot(chart('one'), 'garden-a', { secretBindingName: 'x' });
        add(chart('two'), 'SecretBinding', 'x', { apiVersion, metadata: { namespace: 'garden-b' } });
      },
    ],
    [
      'an autoscaler of another Deployment',
      () => {
        autoscaler(chart('one'), 'team', 'other');
        app(chart('two'), 'team');
      },
    ],
  ])('does not wait for %s', (_, arrange) => {
    arrange();
    expect(chartLevels()).toEqual([['one', 'two']]);
  });
});
