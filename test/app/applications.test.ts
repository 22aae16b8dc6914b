// Applications such as the templates and samples of Spin make them, each divided as far as it can be.
import * as path from 'path';
import { Chart, Cron } from 'cdk8s';
import {
  Existing,
  KeyValueStore,
  LlmCompute,
  OptionValue,
  RuntimeClass,
  RuntimeConfig,
  SpinAppExecutor,
  SpinApplication,
  SpinApplicationProps,
  SpinManifest,
  SqliteDatabase,
  Variable,
} from '../../lib';
import { Manifest, synth, testChart } from '../testing';

const SECRET = Existing.secret('values');
const value = (text: string) => OptionValue.fromValue(text);

const REDIS = KeyValueStore.redis({ url: OptionValue.fromSecret(SECRET, 'redis-url') });
const LIBSQL = SqliteDatabase.libsql({
  url: value('https://db.example.com'),
  token: OptionValue.fromSecret(SECRET, 'token'),
});
const LLM = LlmCompute.remoteHttp({
  url: value('https://llm.example.com'),
  authToken: OptionValue.fromSecret(SECRET, 'llm'),
});

/** Each application with what its manifest asks for, and what becomes of it. */
const CASES: { readonly [name: string]: { props: Partial<SpinApplicationProps>; expected: object } } = {
  todo: {
    props: {
      split: [['page'], ['api'], ['explorer']],
      variables: { explorer_credentials: Variable.fromSecret(SECRET, 'credentials') },
      runtimeConfig: RuntimeConfig.of({ keyValueStores: { default: REDIS }, sqliteDatabases: { todo: LIBSQL } }),
    },
    expected: {
      apps: {
        // Each one gets the variable without a default: Spin does not start without.
        'todo-page': ['page', 'explorer_credentials'],
        'todo-api': ['api', 'explorer_credentials', 'sqlite todo'],
        'todo-explorer': ['explorer', 'explorer_credentials', 'store default'],
      },
      paths: [
        ['/', 'Prefix', 'todo-page'],
        ['/api', 'Prefix', 'todo-api'],
        ['/internal/explorer', 'Prefix', 'todo-explorer'],
      ],
    },
  },
  game: {
    props: {
      split: [['site', 'session'], ['score'], ['move']],
      variables: { redis_host: Variable.fromValue('redis.example.com') },
    },
    expected: {
      apps: {
        'game-site': ['site,session', 'redis_host'],
        'game-score': ['score', 'redis_host'],
        'game-move': ['move', 'redis_host'],
      },
      paths: [
        ['/', 'Prefix', 'game-site'],
        ['/score', 'Exact', 'game-score'],
        ['/score/', 'Exact', 'game-score'],
        ['/session', 'Exact', 'game-site'],
        ['/session/', 'Exact', 'game-site'],
      ],
    },
  },
  links: {
    props: {
      split: [['redirect'], ['resolve'], ['admin']],
      variables: {
        admin_token: Variable.fromSecret(SECRET, 'admin'),
        base_url: Variable.fromValue('https://l.example'),
      },
      runtimeConfig: RuntimeConfig.of({ keyValueStores: { links: REDIS } }),
    },
    expected: {
      apps: {
        'links-redirect': ['redirect', 'admin_token'],
        'links-resolve': ['resolve', 'admin_token', 'store links'],
        'links-admin': ['admin', 'admin_token', 'base_url', 'store links'],
      },
      paths: [
        ['/', 'Exact', 'links-redirect'],
        ['/', 'Prefix', 'links-resolve'],
        ['/admin', 'Prefix', 'links-admin'],
      ],
    },
  },
  chat: {
    props: {
      split: [['page', 'answer'], ['feedback']],
      runtimeConfig: RuntimeConfig.of({ keyValueStores: { history: REDIS, default: REDIS }, llmCompute: LLM }),
    },
    expected: {
      apps: {
        'chat-page': ['page,answer', 'store history', 'llm'],
        'chat-feedback': ['feedback', 'store default'],
      },
      paths: [
        ['/', 'Prefix', 'chat-page'],
        ['/feedback', 'Exact', 'chat-feedback'],
        ['/feedback/', 'Exact', 'chat-feedback'],
      ],
    },
  },
  reports: {
    props: {
      variables: { smtp_url: Variable.fromValue('https://smtp.example.org') },
      runtimeConfig: RuntimeConfig.of({ sqliteDatabases: { default: LIBSQL } }),
      schedules: { make: Cron.daily() },
    },
    expected: {
      apps: { reports: ['reader', 'smtp_url', 'sqlite default'] },
      paths: [['/reports', 'Prefix', 'reports']],
      jobs: ['CronJob make', 'Job migrate'],
    },
  },
};

test.each(Object.entries(CASES))('%s is divided by its components, and everything finds its place', (name, one) => {
  const chart = testChart('team');
  const manifest = SpinManifest.fromFile(path.join(__dirname, 'applications', `${name}.toml`));
  applicationOf(chart, manifest, { metadata: { name }, ...one.props }).exposeViaIngress({
    host: `${name}.example.com`,
  });
  const manifests = synth(chart);
  const jobs = manifests.flatMap((object) => jobOf(object) ?? []).sort();
  expect({
    apps: Object.fromEntries(manifests.filter(({ kind }) => kind === 'SpinApp').map(contentOf)),
    paths: manifests.flatMap(pathsOf).sort(),
    ...(jobs.length > 0 && { jobs }),
  }).toEqual(one.expected);
});

test.each<[name: string, required: string[]]>([
  ['todo', ['runtimeConfig.sqliteDatabases.todo', 'variables.explorer_credentials']],
  ['game', ['variables.redis_host']],
  ['links', ['runtimeConfig.keyValueStores.links', 'variables.admin_token']],
  ['chat', ['runtimeConfig.keyValueStores.history', 'runtimeConfig.llmCompute']],
  ['reports', ['variables.smtp_url']],
])('%s needs %j', (name, required) => {
  const chart = testChart('team');
  const manifest = SpinManifest.fromFile(path.join(__dirname, 'applications', `${name}.toml`));
  applicationOf(chart, manifest, { metadata: { name } });
  const errors = chart.node.findAll().flatMap(({ node }) => node.validate());
  expect([...new Set(errors.map((error) => /'(.+?)' is required/.exec(error)?.[1]))].sort()).toEqual(required);
});

function applicationOf(chart: Chart, manifest: SpinManifest, props: Partial<SpinApplicationProps>): SpinApplication {
  const runtimeClass = RuntimeClass.fromRuntimeClassName(chart, 'class', 'wasmtime-spin-v2');
  const executor = new SpinAppExecutor(chart, 'executor', { metadata: { name: 'shim' }, runtimeClass });
  return new SpinApplication(chart, 'app', { image: 'example.com/app:v1', executor, manifest, ...props });
}

interface Spec {
  readonly components?: string[];
  readonly variables?: { readonly name: string }[];
  readonly runtimeConfig?: {
    readonly keyValueStores?: { readonly name: string }[];
    readonly sqliteDatabases?: { readonly name: string }[];
    readonly llmCompute?: object;
  };
}

/** The name of a SpinApp, with its components, variables, stores and models. */
function contentOf({ metadata, spec }: Manifest): [string, string[]] {
  const { components = [], runtimeConfig = {}, variables = [] } = spec as Spec;
  const { keyValueStores = [], llmCompute, sqliteDatabases = [] } = runtimeConfig;
  return [
    metadata.name,
    [
      components.join(','),
      ...variables.map(({ name }) => name),
      ...keyValueStores.map(({ name }) => `store ${name}`),
      ...sqliteDatabases.map(({ name }) => `sqlite ${name}`),
      ...(llmCompute ? ['llm'] : []),
    ],
  ];
}

interface Path {
  readonly path: string;
  readonly pathType: string;
  readonly backend: { readonly service: { readonly name: string } };
}

function pathsOf({ kind, spec }: Manifest): string[][] {
  if (kind !== 'Ingress') {
    return [];
  }
  const { rules } = spec as { rules: { http: { paths: Path[] } }[] };
  return rules.flatMap(({ http }) =>
    http.paths.map(({ backend, path: one, pathType }) => [one, pathType, backend.service.name]),
  );
}

/** The kind of a Job and the component that it runs. */
function jobOf({ kind, spec }: Manifest): string | undefined {
  const component = /"SPIN_COMPONENTS_TO_RETAIN","value":"(\w+)"/.exec(JSON.stringify(spec))?.[1];
  return component === undefined ? undefined : `${kind} ${component}`;
}
