import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AdmissionAction,
  AdmissionPolicies,
  AdmissionPoliciesProps,
  Bundle,
  Delivery,
  Kube,
  SpinKubeRelease,
} from '../../../lib';
import { list, Manifest as AnyManifest } from '../../../lib/synth/manifest';
import { allRules } from '../../../lib/validation/admission/check-admission';
import { CHECKED_KINDS, inCluster } from '../../../lib/validation/cel/in-cluster';
import { app, executor, levels } from '../../gitops/objects';
import { stagesOf, synthFiles } from '../../gitops/stages';
import { Manifest, synth, testChart, validationErrors } from '../../testing';
import { recordedVerdicts } from '../../validation/verdict';
import { complaints } from './engine';
import { asAdmitted, disagreementsWithPolicies } from './rules';

function policiesWith(props: AdmissionPoliciesProps = {}): Manifest[] {
  const chart = testChart();
  new AdmissionPolicies(chart, 'policies', props);
  return synth(chart);
}

const ofKind = (manifests: Manifest[], kind: string) => manifests.filter((one) => one.kind === kind);

const POLICIES = ofKind(policiesWith(), 'ValidatingAdmissionPolicy') as AnyManifest[];

/** Every property: a new one without a test does not compile. */
const EVERY_PROPERTY: Required<AdmissionPoliciesProps> = {
  name: 'shop',
  namespaces: Kube.namespaces({ team: 'shop' }),
  actions: [AdmissionAction.DENY, AdmissionAction.AUDIT],
  release: SpinKubeRelease.V2024_05,
  excludedRules: ['spin-app-image', 'shim-handler'],
};

const spinApp = (spec: object, name = 'hello'): AnyManifest => ({
  apiVersion: 'core.spinkube.dev/v1alpha1',
  kind: 'SpinApp',
  metadata: { name },
  spec: { image: 'ghcr.io/example/hello:v1', executor: 'shim', replicas: 1, ...spec },
});

const shim = (spec: object, name = 'spin-v2'): AnyManifest => ({
  apiVersion: 'runtime.spinkube.dev/v1alpha1',
  kind: 'Shim',
  metadata: { name },
  spec: {
    fetchStrategy: { type: 'anonymousHttp', anonHttp: { location: 'https://example.com/a.tar.gz' } },
    rolloutStrategy: { type: 'recreate' },
    runtimeClass: { name: 'wasmtime-spin-v2', handler: name },
    ...spec,
  },
});

const executorOf = (deploymentConfig: object): AnyManifest => ({
  apiVersion: 'core.spinkube.dev/v1alpha1',
  kind: 'SpinAppExecutor',
  metadata: { name: 'shim' },
  spec: { createDeployment: true, deploymentConfig },
});

/** Messages of policies about an object, by another engine for CEL. */
const said = (object: AnyManifest) => complaints(POLICIES, object, CHECKED_KINDS[object.kind]);

describe('admission policies', () => {
  test('say of recorded objects what the rules say; the suite `admission-policies` asks a real API server about all', () => {
    const accepted = recordedVerdicts().filter(({ refused }) => refused === undefined);
    const asked = accepted.filter((_, index) => index % 10 === 0).map(({ object }) => asAdmitted(object));
    const answers = asked.map((object) => ({ object, messages: said(object) }));
    expect(answers.filter(({ messages }) => messages.length > 0).length).toBeGreaterThan(50);
    expect(disagreementsWithPolicies(answers)).toEqual([]);
  }, 60_000);

  test.each<[string, AnyManifest, string[]]>([
    [
      'a name that is too long',
      spinApp({}, 'a'.repeat(53)),
      [
        `spin-app-name: 'metadata.name' (${'a'.repeat(53)}) must be at most 52 characters: the operator makes it part of a label key; choose a shorter name`,
      ],
    ],
    [
      'a variable that is used twice',
      spinApp({ variables: [{ name: 'level' }, { name: 'LEVEL' }] }),
      [
        "spin-app-variables: 'spec.variables[].name' (LEVEL) becomes the same environment variable as another variable; rename one of them",
      ],
    ],
    [
      'a volume without a path',
      spinApp({ volumes: [{ name: 'data', nfs: { server: 'a', path: 'b' } }] }),
      ["spin-app-volume-sources: 'spec.volumes[].nfs.path' must be an absolute path; begin it with a slash"],
    ],
    [
      'a request above the limit',
      spinApp({ resources: { requests: { memory: '2Gi' }, limits: { memory: '1025M' } } }),
      [
        "spin-app-resources: 'spec.resources.requests' (memory) must not exceed the limit; lower it, or raise the limit",
      ],
    ],
    [
      'a label that is not valid',
      spinApp({ podLabels: { a: 'b c' } }),
      [
        "spin-app-pod-labels: 'spec.podLabels[]' (a) is not a valid label value: use at most 63 letters, digits, dashes, underscores and dots, and begin and end with a letter or digit; shorten or change it, or use an annotation",
      ],
    ],
    [
      'a variable for the process',
      spinApp({ variables: [{ name: 'RUST_LOG', value: 'debug' }] }),
      [
        "spin-app-variable-process: 'spec.variables[].name' (RUST_LOG) becomes a variable of Spin: variables configure the application, not the process that runs it; remove it: a SpinApp cannot configure the log of its shim",
      ],
    ],
    [
      'an endpoint of gRPC',
      executorOf({ runtimeClassName: 'spin', otel: { exporter_otlp_traces_endpoint: 'http://otel:4317/v1/traces' } }),
      [
        "executor-telemetry: 'spec.deploymentConfig.otel.exporter_otlp_traces_endpoint' (http://otel:4317/v1/traces) has the port of OTLP over gRPC, but Spin sends OTLP over HTTP; use the HTTP port of the collector, usually 4318",
      ],
    ],
    [
      'a handler of another name',
      shim({ runtimeClass: { name: 'spin', handler: 'spin' } }),
      [
        "shim-handler: 'spec.runtimeClass.handler' (spin) must be the name of the Shim, which becomes the handler in containerd; set it to the name of the Shim",
      ],
    ],
    ['nothing about a valid SpinApp', spinApp({}), []],
    ['nothing about a valid executor', executorOf({ runtimeClassName: 'spin' }), []],
    ['nothing about a valid Shim', shim({}), []],
  ])('report %s', (_, object, messages) => {
    expect(said(object)).toEqual(messages);
  });

  test.each<AnyManifest>([
    shim({}, 'Spin.v2'),
    shim({ nodeSelector: { 'spin-v2': 'true' } }),
    shim({ rolloutStrategy: { type: 'rolling' } }),
    shim({ fetchStrategy: { type: 'anonymousHttp' } }),
    shim({ fetchStrategy: { platforms: [{ os: 'windows', arch: 'amd64', location: 'https://example.com/a' }] } }),
    shim(
      {
        fetchStrategy: {
          platforms: [
            {
              os: 'linux',
              arch: 'amd64',
              location:
                'https://github.com/spinframework/containerd-shim-spin/releases/download/v0.23.0/containerd-shim-spin-v2-linux-x86_64.tar.gz',
            },
          ],
        },
      },
      'other',
    ),
    shim({ runtimeClass: { name: 'a', handler: 'b' } }),
    ...['otel:4318', 'http://otel:4318', 'http://otel:4318/', 'https://otel:4317'].map((exporter_otlp_logs_endpoint) =>
      executorOf({ runtimeClassName: 'spin', otel: { exporter_otlp_logs_endpoint } }),
    ),
    { ...executorOf({}), spec: { createDeployment: true } },
    executorOf({ runtimeClassName: 'A' }),
    executorOf({ spinImage: 'A' }),
  ])('name the same rules for a platform (%#)', (object) => {
    const messages = said(object);
    expect(messages).not.toEqual([]);
    expect(disagreementsWithPolicies([{ object, messages }])).toEqual([]);
  });

  test('have a table with every warning about their kinds, and nothing else', () => {
    const rules = allRules().filter(({ kind }) => kind in CHECKED_KINDS);
    const unknown = rules.filter((rule) => rule.level === 'warning' && inCluster(rule) === undefined);
    expect(unknown.map(({ name }) => name)).toEqual([]);
    const said = rules.filter((rule) => inCluster(rule)?.checks === undefined).map((rule) => inCluster(rule)?.not);
    expect(said.filter((reason) => reason === '')).toEqual([]);
  });

  test('check objects whose spec is new', () => {
    for (const { spec } of POLICIES) {
      expect(spec).toMatchObject({
        failurePolicy: 'Fail',
        matchConditions: [
          {
            expression:
              "has(object.spec) && (request.operation == 'CREATE' || !has(oldObject.spec) || object.spec != oldObject.spec)",
          },
        ],
        matchConstraints: { resourceRules: [{ operations: ['CREATE', 'UPDATE'] }] },
      });
    }
  });

  test('reject by default, but only warn where a rule may be wrong', () => {
    const bindings = ofKind(policiesWith(), 'ValidatingAdmissionPolicyBinding');
    expect(bindings.map(({ metadata: { name }, spec }) => [name, (spec as AnyManifest).validationActions])).toEqual([
      ['spinkube-spinapps', ['Deny']],
      ['spinkube-spinapps-hints', ['Warn']],
      ['spinkube-spinappexecutors', ['Deny']],
      ['spinkube-spinappexecutors-hints', ['Warn']],
      ['spinkube-shims', ['Deny']],
    ]);
  });

  test('follow every property', () => {
    const manifests = policiesWith(EVERY_PROPERTY);
    const [first] = ofKind(manifests, 'ValidatingAdmissionPolicy');
    expect(first.metadata.name).toBe('shop-spinapps');
    expect(list(first.spec, 'matchConstraints', 'resourceRules')).toMatchObject([
      { apiGroups: ['core.spinoperator.dev'], resources: ['spinapps'] },
    ]);
    const text = JSON.stringify(manifests);
    expect(text).toContain('spin-app-volumes: ');
    // v0.1.0 has no labels of pods.
    expect(text).not.toMatch(/(spin-app-image|shim-handler|spin-app-pod-labels): |podLabels/);
    expect(ofKind(manifests, 'ValidatingAdmissionPolicyBinding')[0].spec).toEqual({
      policyName: 'shop-spinapps',
      validationActions: ['Deny', 'Audit'],
      matchResources: { namespaceSelector: { matchLabels: { team: 'shop' } } },
    });
  });

  test('select namespaces by name', () => {
    const namespaces = kplus.Namespaces.select(testChart(), 'namespaces', { names: ['a', 'b'] });
    const [binding] = ofKind(policiesWith({ namespaces }), 'ValidatingAdmissionPolicyBinding');
    expect(binding.spec).toMatchObject({
      matchResources: {
        namespaceSelector: {
          matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['a', 'b'] }],
        },
      },
    });
  });

  test.each<[string, AdmissionPoliciesProps, string]>([
    [
      'a name that is not valid',
      { name: 'Shop' },
      "'name' (Shop) is not a valid DNS label: use lower-case letters, digits and dashes, at most 63 characters; begin and end it with a letter or digit",
    ],
    ['no action', { actions: [] }, "'actions' ([]) must have at least one action; add one, or remove the policies"],
    [
      'Deny and Warn',
      { actions: [AdmissionAction.DENY, AdmissionAction.WARN] },
      '\'actions\' (["Deny","Warn"]) must not have both Deny and Warn: a rejection has the message already; remove one',
    ],
    [
      'a repeated action',
      { actions: [AdmissionAction.AUDIT, AdmissionAction.AUDIT] },
      '\'actions\' (["Audit","Audit"]) must have each action only once; remove the repeated one',
    ],
    [
      'an unknown rule',
      { excludedRules: ['spin-app-imag'] },
      "'excludedRules[0]' (spin-app-imag) is not a rule that policies check; did you mean 'spin-app-image'?",
    ],
    [
      'a rule that policies do not check',
      { excludedRules: ['spin-app-executor'] },
      "'excludedRules[0]' (spin-app-executor) is not a rule that policies check; use a name from the page of rules",
    ],
  ])('reject %s', (_, props, message) => {
    const chart = testChart();
    new AdmissionPolicies(chart, 'policies', props);
    expect(validationErrors(chart)).toEqual([`[test/policies] ${message}`]);
  });

  test('are applied in a stage before SpinApps, after which install.sh waits', () => {
    const bundle = new Bundle({ deliveries: [Delivery.kubectl()] });
    const team = new Chart(bundle, 'team', { namespace: 'team' });
    executor(team, 'team');
    app(team, 'team');
    new AdmissionPolicies(new Chart(bundle, 'checks'), 'policies');
    expect(levels(stagesOf(bundle))).toEqual([['team-executors', 'checks-policies'], ['team']]);
    const script = synthFiles(bundle)['kubectl/install.sh'];
    expect(script).toContain('if in_stage checks-policies; then\n  policies_loaded\nfi\n');
  });

  test('fit into what kubectl keeps of the last applied version', () => {
    for (const policy of POLICIES) {
      expect(JSON.stringify(policy).length).toBeLessThan(200_000);
    }
  });
});
