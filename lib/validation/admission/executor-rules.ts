import { nearest } from '../../private/nearest';
import { field, Manifest } from '../../synth/manifest';
import { breach, fieldCheck, FieldRequirement, Place, placesAt } from '../fields';
import { Problem, Problems } from '../problems';
import { isEmpty, OBJECT_NAME } from '../requirement';
import { Rule, SOURCES, SPINKUBE, SPINOPERATOR, Surroundings } from './rule';

const EXECUTOR = { kind: 'SpinAppExecutor', groups: [SPINKUBE, SPINOPERATOR] } as const;
const PATH = 'spec.deploymentConfig';

/** Requirements for the names in a `deploymentConfig`. */
export const CONFIG_NAME_FIELDS: readonly FieldRequirement[] = [
  ['runtimeClassName', OBJECT_NAME],
  ['caCertSecret', OBJECT_NAME],
];

const checkConfigNames = fieldCheck(CONFIG_NAME_FIELDS);

/** Rule for endpoints of OpenTelemetry: a guess, as a collector may listen on any port and path. */
export const TELEMETRY_RULE = 'executor-telemetry';

/** Rules of spin-operator for executors: that of its webhook, and those without which the apps fail. */
export const EXECUTOR_RULES: readonly Rule[] = [
  {
    ...EXECUTOR,
    groups: [SPINKUBE],
    since: 'v0.4.0',
    name: 'executor-runtime',
    level: 'error',
    description:
      '`deploymentConfig` must have either `runtimeClassName` or `spinImage`. Otherwise the webhook of the operator rejects the executor.',
    source: SOURCES.executorWebhook,
    check: checkRuntime,
  },
  {
    ...EXECUTOR,
    name: 'executor-deployment-config',
    level: 'warning',
    description:
      'An executor that creates Deployments must have a `deploymentConfig`. The API server accepts it without one, but the operator then panics on each of its SpinApps.',
    source: SOURCES.controller,
    check: checkDeploymentConfig,
  },
  {
    ...EXECUTOR,
    name: 'executor-names',
    level: 'warning',
    description:
      '`runtimeClassName` and `caCertSecret` must be valid names. Otherwise Kubernetes rejects the Deployments of the SpinApps.',
    source: SOURCES.controller,
    check: ({ spec }) => checkConfigNames({ path: PATH, value: field(spec, 'deploymentConfig') }),
  },
  {
    ...EXECUTOR,
    name: 'executor-runtime-class',
    level: 'warning',
    description:
      'The RuntimeClass must exist, as an object or through a Shim that creates it. Otherwise Kubernetes rejects the pods. Checked where all RuntimeClasses are known: in a bundle, and with `--complete`.',
    source: SOURCES.runtimeClass,
    check: checkRuntimeClass,
  },
  {
    ...EXECUTOR,
    name: 'executor-handler',
    level: 'warning',
    description:
      'The RuntimeClass must have a handler that a node installer among the objects sets up: `spin` with kwasm-operator, the name of the Shim with runtime-class-manager. Otherwise the pods do not start.',
    source: SOURCES.runtimeClass,
    check: checkHandler,
  },
  {
    ...EXECUTOR,
    groups: [SPINKUBE],
    about: ['deploymentConfig.otel'],
    name: TELEMETRY_RULE,
    level: 'warning',
    description:
      'Endpoints of OpenTelemetry must be URLs of OTLP over HTTP, usually port 4318, not 4317 of gRPC. `exporter_otlp_endpoint` gets `/v1/traces` and so on appended; the endpoints of signals are used as they are and need their path. Otherwise nothing arrives.',
    source: SOURCES.telemetry,
    check: checkTelemetry,
  },
];

/** The endpoints of signals, which are used as they are: the exporter appends a path to the general endpoint only. */
const SIGNALS = ['traces', 'metrics', 'logs'] as const;

const GENERAL_ENDPOINT = 'exporter_otlp_endpoint';

function checkTelemetry({ spec }: Manifest): Problem[] {
  const problems = Problems.at(PATH).at('otel');
  const endpoints: readonly [field: string, path: string][] = [
    [GENERAL_ENDPOINT, ''],
    ...SIGNALS.map((signal): [string, string] => [`exporter_otlp_${signal}_endpoint`, `/v1/${signal}`]),
  ];
  for (const [name, path] of endpoints) {
    const value = field(spec, 'deploymentConfig', 'otel', name);
    if (typeof value === 'string' && value !== '') {
      checkEndpoint(value, path, problems.at(name));
    }
  }
  return [...problems.all];
}

function checkEndpoint(value: string, path: string, problems: Problems): void {
  const isUrl = /^https?:\/\/[^/]+/i.test(value);
  const [, port, found = ''] = /^https?:\/\/[^/?#]*?(?::(\d+))?(\/[^?#]*)?$/i.exec(value) ?? [];
  if (!isUrl) {
    problems.refuse(
      value,
      'must be a URL with http:// or https://',
      `use http://${value.replace(/^[a-z]+:\/\//i, '')}`,
    );
  } else if (port === '4317') {
    const text = 'has the port of OTLP over gRPC, but Spin sends OTLP over HTTP';
    problems.refuse(value, text, 'use the HTTP port of the collector, usually 4318');
  } else if (path !== '' && found.replace(/\/$/, '') === '') {
    const text = `has no path: unlike ${GENERAL_ENDPOINT}, it is used as it is`;
    problems.refuse(value, text, `append ${value.endsWith('/') ? path.slice(1) : path}`);
  }
}

function checkRuntime({ spec }: Manifest): Problem[] {
  const config = field(spec, 'deploymentConfig') ?? undefined;
  if (config === undefined) {
    return [];
  }
  const runtimeClassName = field(config, 'runtimeClassName') ?? undefined;
  const spinImage = field(config, 'spinImage') ?? undefined;
  if (runtimeClassName !== undefined && spinImage !== undefined) {
    const text = 'and runtimeClassName are mutually exclusive';
    return [{ path: `${PATH}.spinImage`, value: spinImage, text, remedy: 'remove one of them' }];
  }
  if (runtimeClassName === undefined && spinImage === undefined) {
    const text = 'or spinImage must be set';
    return [
      {
        path: `${PATH}.runtimeClassName`,
        value: undefined,
        text,
        remedy: "set one of them, or remove deploymentConfig and set 'createDeployment: false'",
      },
    ];
  }
  return [];
}

function checkDeploymentConfig({ spec }: Manifest): Problem[] {
  const isMissing = field(spec, 'createDeployment') === true && field(spec, 'deploymentConfig') == null;
  const text = 'is required to create Deployments: without it the operator panics on every SpinApp';
  return isMissing ? [{ path: PATH, value: undefined, text, remedy: "set it, or set 'createDeployment: false'" }] : [];
}

function runtimeClassNames({ spec }: Manifest): Place[] {
  return placesAt({ path: PATH, value: field(spec, 'deploymentConfig') }, 'runtimeClassName').filter(
    ({ value }) => !isEmpty(value) && typeof value === 'string',
  );
}

function checkRuntimeClass(executor: Manifest, { isMissing }: Surroundings): Problem[] {
  return runtimeClassNames(executor)
    .filter(({ value }) => isMissing('RuntimeClass', String(value)))
    .map((place) =>
      breach(place, {
        text: 'does not exist: Kubernetes rejects the pods',
        remedy: 'add the RuntimeClass, or import it with RuntimeClass.fromRuntimeClassName() if the cluster has it',
      }),
    );
}

function checkHandler(executor: Manifest, { handlers, named }: Surroundings): Problem[] {
  return runtimeClassNames(executor).flatMap((place) => {
    const found = named('RuntimeClass', String(place.value)).find(({ handler }) => typeof handler === 'string');
    const handler = String(found?.handler);
    const known = handlers();
    if (!found || known.length === 0 || known.includes(handler)) {
      return [];
    }
    const meant = nearest(handler, known) ?? known[0];
    const text = `has the handler '${handler}', but the node installer sets up ${known.join(', ')}`;
    return [breach(place, { text, remedy: `set the handler of the RuntimeClass to '${meant}'` })];
  });
}
