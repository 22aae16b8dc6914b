import { isDeepStrictEqual } from 'util';
import { FetchStrategy } from '../platform/fetch-strategy';
import { ShimArchitecture } from '../releases/facts';
import { SpinShimVersion } from '../releases/spin-shim/spin-shim-version';
import { Call, Code, Member } from './code';
import {
  Context,
  FieldTable,
  hasOnly,
  isJson,
  isText,
  Json,
  mapsIn,
  memberName,
  Properties,
  quantityText,
  same,
} from './context';

/** Properties of a SpinAppExecutor by the fields of `spec`. */
export const EXECUTOR_FIELDS: FieldTable = {
  createDeployment: (value) => ({ createDeployment: value === true ? undefined : (value as Code) }),
  deploymentConfig: (value, _, context) => (isJson(value) ? deploymentConfig(value, context) : {}),
};

/** Properties of a RuntimeClass by its fields. */
export const RUNTIME_CLASS_FIELDS: FieldTable = {
  handler: same('handler'),
  overhead: (value) => ({ overhead: isJson(value) && isJson(value.podFixed) ? overhead(value.podFixed) : undefined }),
  scheduling: (value) =>
    isJson(value)
      ? {
          nodeSelector: value.nodeSelector as Code,
          tolerations: mapsIn(value.tolerations)?.map(toleration),
        }
      : {},
};

/** Properties of a Shim by the fields of `spec`. */
export const SHIM_FIELDS: FieldTable = {
  fetchStrategy: (value) => ({ fetchStrategy: isJson(value) ? fetchStrategy(value) : undefined }),
  runtimeClass: (value, _, context) => ({
    runtimeClass: isJson(value) && isText(value.name) ? context.runtimeClass(value.name, value.handler) : undefined,
  }),
  nodeSelector: same('nodeSelector'),
  containerdRuntimeOptions: same('containerdRuntimeOptions'),
};

const OTEL = {
  exporter_otlp_endpoint: 'endpoint',
  exporter_otlp_traces_endpoint: 'tracesEndpoint',
  exporter_otlp_metrics_endpoint: 'metricsEndpoint',
  exporter_otlp_logs_endpoint: 'logsEndpoint',
};

function deploymentConfig(config: Json, context: Context): Properties {
  const { caCertSecret, installDefaultCACerts, otel, runtimeClassName, spinImage } = config;
  return {
    runtimeClass: isText(runtimeClassName) ? context.runtimeClass(runtimeClassName) : undefined,
    spinImage: spinImage as Code,
    installDefaultCaCerts: installDefaultCACerts === true ? undefined : false,
    caCertSecret: isText(caCertSecret) ? new Call('Existing.secret', context.name('Secret', caCertSecret)) : undefined,
    otel: isJson(otel)
      ? Object.fromEntries(Object.entries(OTEL).map(([field, property]) => [property, otel[field] as Code]))
      : undefined,
  };
}

function overhead({ cpu, memory }: Json): Code {
  const [ownCpu, ownMemory] = [quantityText(cpu), quantityText(memory)];
  return {
    cpu: ownCpu === undefined ? undefined : new Call('Kube.cpu', ownCpu),
    memory: ownMemory === undefined ? undefined : new Call('Kube.size', ownMemory),
  };
}

function toleration({ effect, key, tolerationSeconds, value }: Json): Code {
  return new Call('Kube.toleration', { key, value, effect, tolerationSeconds } as { readonly [name: string]: Code });
}

function fetchStrategy(strategy: Json): Code | undefined {
  const { anonHttp, platforms } = strategy;
  const version = releasedShim(strategy);
  if (version !== undefined) {
    return new Call('FetchStrategy.spinShim', new Member('SpinShimVersion', version));
  }
  if (isJson(anonHttp)) {
    return new Call('FetchStrategy.anonymousHttp', anonHttp.location as Code);
  }
  const archives = mapsIn(platforms)?.map(({ arch, location, sha256 }): Code | undefined => {
    const architecture = memberName(ShimArchitecture, arch);
    return architecture === undefined
      ? undefined
      : {
          architecture: new Member('ShimArchitecture', architecture),
          location: location as Code,
          sha256: sha256 as Code,
        };
  });
  return archives?.every((archive) => archive !== undefined)
    ? new Call('FetchStrategy.platforms', archives)
    : undefined;
}

/** The name of the version whose released archives a strategy has. */
function releasedShim(strategy: Json): string | undefined {
  const versions = Object.entries(SpinShimVersion).filter(
    (entry): entry is [string, SpinShimVersion] => entry[1] instanceof SpinShimVersion,
  );
  const found = versions.find(
    ([, version]) =>
      version._facts.archives.length > 0 &&
      hasOnly(strategy, 'platforms') &&
      isDeepStrictEqual(byArchitecture(FetchStrategy.spinShim(version)._toJson()), byArchitecture(strategy)),
  );
  return found?.[0];
}

/** The archives of a strategy in one order. A node takes that of its architecture. */
function byArchitecture(strategy: unknown): unknown[] {
  const platforms = isJson(strategy) ? (mapsIn(strategy.platforms) ?? []) : [];
  const defined = platforms.map((platform) =>
    Object.fromEntries(Object.entries(platform).filter(([, one]) => one !== undefined)),
  );
  return defined.sort((one, other) => (String(one.arch) < String(other.arch) ? -1 : 1));
}
