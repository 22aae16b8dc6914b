import { Case } from './case';
import { COMPLETE, KWASM, LEGACY, executor, runtimeClass, shim } from './objects';

const traced = (otel: object) => executor({ createDeployment: true, deploymentConfig: { spinImage: 'a', otel } });
const OTEL = 'spec.deploymentConfig.otel';

export const EXECUTOR_CASES: readonly Case[] = [
  [
    'warning executor-telemetry',
    traced({ exporter_otlp_endpoint: 'collector:4318' }),
    `'${OTEL}.exporter_otlp_endpoint' (collector:4318) must be a URL with http:// or https://; use http://collector:4318`,
    traced({ exporter_otlp_endpoint: 'http://collector:4318' }),
  ],
  [
    'warning executor-telemetry',
    traced({ exporter_otlp_endpoint: 'http://collector.otel:4317' }),
    `'${OTEL}.exporter_otlp_endpoint' (http://collector.otel:4317) has the port of OTLP over gRPC, but Spin sends OTLP over HTTP; use the HTTP port of the collector, usually 4318`,
    traced({ exporter_otlp_endpoint: 'https://collector.otel' }),
  ],
  [
    'warning executor-telemetry',
    traced({ exporter_otlp_traces_endpoint: 'http://tempo:4318/' }),
    `'${OTEL}.exporter_otlp_traces_endpoint' (http://tempo:4318/) has no path: unlike exporter_otlp_endpoint, it is used as it is; append v1/traces`,
    traced({ exporter_otlp_traces_endpoint: 'http://tempo:4318/v1/traces' }),
  ],
  [
    'error executor-runtime',
    executor({ deploymentConfig: { runtimeClassName: 'a', spinImage: 'b' } }),
    "'spec.deploymentConfig.spinImage' (b) and runtimeClassName are mutually exclusive; remove one of them",
    executor({ deploymentConfig: { runtimeClassName: null, spinImage: 'b' } }),
  ],
  [
    'error executor-runtime',
    executor({ deploymentConfig: {} }),
    "'spec.deploymentConfig.runtimeClassName' or spinImage must be set; set one of them, or remove deploymentConfig and set 'createDeployment: false'",
    executor({ deploymentConfig: null }),
  ],
  [
    'warning executor-deployment-config',
    executor({ createDeployment: true }, LEGACY),
    "'spec.deploymentConfig' is required to create Deployments: without it the operator panics on every SpinApp; set it, or set 'createDeployment: false'",
    executor({ createDeployment: false }, LEGACY),
  ],
  [
    'warning executor-names',
    executor({ deploymentConfig: { runtimeClassName: 'A' } }),
    "'spec.deploymentConfig.runtimeClassName' (A) is not a valid object name: use lower-case letters, digits, dashes and dots, at most 253 characters; begin and end it with a letter or digit",
    executor({ deploymentConfig: { runtimeClassName: 'a' } }),
  ],
  [
    'warning executor-runtime-class',
    executor({ deploymentConfig: { runtimeClassName: 'wasm' } }),
    "'spec.deploymentConfig.runtimeClassName' (wasm) does not exist: Kubernetes rejects the pods; add the RuntimeClass, or import it with RuntimeClass.fromRuntimeClassName() if the cluster has it",
    executor({ deploymentConfig: { runtimeClassName: 'external' } }),
    [],
    COMPLETE,
  ],
  [
    'warning executor-runtime-class',
    executor({ deploymentConfig: { runtimeClassName: 'wasm' } }),
    "'spec.deploymentConfig.runtimeClassName' (wasm) does not exist: Kubernetes rejects the pods; add the RuntimeClass, or import it with RuntimeClass.fromRuntimeClassName() if the cluster has it",
    executor({ deploymentConfig: { runtimeClassName: 'spin' } }),
    [shim({})],
    COMPLETE,
  ],
  [
    'warning executor-handler',
    executor({ deploymentConfig: { runtimeClassName: 'wasm' } }),
    "'spec.deploymentConfig.runtimeClassName' (wasm) has the handler 'spin', but the node installer sets up spin-v2; set the handler of the RuntimeClass to 'spin-v2'",
    executor({ deploymentConfig: { runtimeClassName: 'other' } }),
    [runtimeClass('spin'), shim({})],
  ],
  [
    'warning executor-handler',
    executor({ deploymentConfig: { runtimeClassName: 'wasm' } }),
    "'spec.deploymentConfig.runtimeClassName' (wasm) has the handler 'spin-v2', but the node installer sets up spin; set the handler of the RuntimeClass to 'spin'",
    executor({ deploymentConfig: { spinImage: 'a' } }),
    [runtimeClass('spin-v2'), KWASM],
  ],
];
