import { nearest } from '../../private/nearest';
import { field, Manifest } from '../../synth/manifest';
import { breach, fieldCheck, Place, placesAt } from '../fields';
import { Problem } from '../problems';
import { isEmpty, OBJECT_NAME, TRIMMED } from '../requirement';
import { Rule, SOURCES, SPINKUBE, SPINOPERATOR, Surroundings } from './rule';

const EXECUTOR = { kind: 'SpinAppExecutor', groups: [SPINKUBE, SPINOPERATOR] } as const;
const PATH = 'spec.deploymentConfig';

const checkConfigNames = fieldCheck([
  ['runtimeClassName', OBJECT_NAME],
  ['caCertSecret', OBJECT_NAME],
  ['spinImage', TRIMMED],
]);

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
      '`runtimeClassName`, `caCertSecret` and `spinImage` must be valid in a pod. Otherwise Kubernetes rejects the Deployments of the SpinApps.',
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
];

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
