import { CONFIG_NAME_FIELDS } from '../admission/executor-rules';
import { ARCHIVE_FIELDS, RELEASED, RELEASES, SHIM_NAME_FIELDS } from '../admission/shim-rules';
import { StructuralSchema } from '../schema/structural-schema';
import { celText, matching } from './cel';
import { CelCheck, fieldChecks } from './cel-check';

const CONFIG = 'object.spec.deploymentConfig';
const FETCH = 'object.spec.fetchStrategy';

/** The name of an object, which its schema does not have. */
const NAMED: StructuralSchema = { properties: { metadata: { properties: { name: { type: 'string' } } } } };

export function deploymentConfigChecks(): CelCheck[] {
  return [
    {
      path: 'spec.deploymentConfig',
      expression: `!object.spec.createDeployment || has(${CONFIG})`,
      text: 'is required to create Deployments: without it the operator panics on every SpinApp',
      remedy: "set it, or set 'createDeployment: false'",
    },
  ];
}

export function executorNameChecks(root: StructuralSchema): CelCheck[] {
  return fieldChecks(root, 'spec.deploymentConfig', CONFIG_NAME_FIELDS);
}

/** The endpoints of OpenTelemetry: those of signals need a path, which the exporter only appends to the general one. */
export function telemetryChecks(): CelCheck[] {
  return ['', 'traces', 'metrics', 'logs'].flatMap((signal) => {
    const name = signal === '' ? 'exporter_otlp_endpoint' : `exporter_otlp_${signal}_endpoint`;
    const value = `${CONFIG}.otel.${name}`;
    const path = `spec.deploymentConfig.otel.${name}`;
    const check = (pattern: RegExp, isWanted: boolean, text: string, remedy: string): CelCheck => ({
      path,
      culprit: value,
      expression: `!has(${CONFIG}) || !has(${CONFIG}.otel) || !has(${value}) || ${value} == '' || ${isWanted ? '' : '!'}${matching(pattern)(value)}`,
      text,
      remedy,
    });
    return [
      check(/^https?:\/\/[^/]+/i, true, 'must be a URL with http:// or https://', 'add http://'),
      check(
        /^https?:\/\/[^/?#]*:4317(\/[^?#]*)?$/i,
        false,
        'has the port of OTLP over gRPC, but Spin sends OTLP over HTTP',
        'use the HTTP port of the collector, usually 4318',
      ),
      ...(signal === ''
        ? []
        : [
            check(
              /^https?:\/\/[^/?#]*\/?$/i,
              false,
              'has no path: unlike exporter_otlp_endpoint, it is used as it is',
              `append /v1/${signal}`,
            ),
          ]),
    ];
  });
}

export function shimNameChecks(): CelCheck[] {
  return fieldChecks(NAMED, 'metadata', SHIM_NAME_FIELDS);
}

export function nodeSelectorChecks(): CelCheck[] {
  return [
    {
      path: 'spec.nodeSelector',
      culprit: 'object.metadata.name',
      expression: '!has(object.spec.nodeSelector) || !(object.metadata.name in object.spec.nodeSelector)',
      text: 'must not contain a label that runtime-class-manager overwrites: it has the name of the Shim',
      remedy: 'use another label',
    },
  ];
}

export function rolloutStrategyChecks(): CelCheck[] {
  return [
    {
      path: 'spec.rolloutStrategy.type',
      culprit: 'object.spec.rolloutStrategy.type',
      expression: "object.spec.rolloutStrategy.type != 'rolling'",
      text: 'is not supported by runtime-class-manager v0.2.0',
      remedy: "use 'recreate'",
    },
  ];
}

export function fetchStrategyChecks(root: StructuralSchema): CelCheck[] {
  const hasArchives = `has(${FETCH}.platforms) && size(${FETCH}.platforms) > 0`;
  return [
    {
      path: 'spec.fetchStrategy',
      expression: `(${hasArchives}) || has(${FETCH}.anonHttp)`,
      text: 'has no location to download the shim from',
      remedy: "set 'platforms' or 'anonHttp'",
    },
    ...fieldChecks(root, 'spec.fetchStrategy', ARCHIVE_FIELDS),
  ];
}

export function archiveChecks(): CelCheck[] {
  const isOwn = `object.metadata.name == ${celText(RELEASED)}`;
  const released = (location: string) => matching(RELEASES)(location);
  const text = `has the file containerd-shim-${RELEASED}, but its Shim has another name`;
  const remedy = `name the Shim '${RELEASED}', or pack an archive with a file of the name of the Shim`;
  return [
    {
      path: 'spec.fetchStrategy.platforms[].location',
      expression: `${isOwn} || !has(${FETCH}.platforms) || !${FETCH}.platforms.exists(one, ${released('one.location')})`,
      culprit: `${FETCH}.platforms.filter(one, ${released('one.location')})[0].location`,
      text,
      remedy,
    },
    {
      path: 'spec.fetchStrategy.anonHttp.location',
      expression: `${isOwn} || !has(${FETCH}.anonHttp) || !${released(`${FETCH}.anonHttp.location`)}`,
      culprit: `${FETCH}.anonHttp.location`,
      text,
      remedy,
    },
  ];
}

export function handlerChecks(): CelCheck[] {
  return [
    {
      path: 'spec.runtimeClass.handler',
      culprit: 'object.spec.runtimeClass.handler',
      expression: 'object.spec.runtimeClass.handler == object.metadata.name',
      text: 'must be the name of the Shim, which becomes the handler in containerd',
      remedy: 'set it to the name of the Shim',
    },
  ];
}
