import { Case } from './case';
import { COMPLETE, KWASM, LEGACY, executor, runtimeClass, shim } from './objects';

export const EXECUTOR_CASES: readonly Case[] = [
  [
    'error executor-runtime',
    executor({ deploymentConfig: { runtimeClassName: 'a', spinImage: 'b' } }),
    "'spec.deploymentConfig.spinImage' (b) runtimeClassName and spinImage are mutually exclusive; remove one of them",
    executor({ deploymentConfig: { runtimeClassName: null, spinImage: 'b' } }),
  ],
  [
    'error executor-runtime',
    executor({ deploymentConfig: {} }),
    "'spec.deploymentConfig.runtimeClassName' either runtimeClassName or spinImage must be set; set one of them, or nothing but createDeployment: false",
    executor({ deploymentConfig: null }),
  ],
  [
    'warning executor-deployment-config',
    executor({ createDeployment: true }, LEGACY),
    "'spec.deploymentConfig' is required to make Deployments: without it the operator panics at each SpinApp; set it, or 'createDeployment' to false",
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
    "'spec.deploymentConfig.runtimeClassName' (wasm) RuntimeClass does not exist: pods are refused; add it, or refer to it with RuntimeClass.fromRuntimeClassName if the cluster has it",
    executor({ deploymentConfig: { runtimeClassName: 'external' } }),
    [],
    COMPLETE,
  ],
  [
    'warning executor-runtime-class',
    executor({ deploymentConfig: { runtimeClassName: 'wasm' } }),
    "'spec.deploymentConfig.runtimeClassName' (wasm) RuntimeClass does not exist: pods are refused; add it, or refer to it with RuntimeClass.fromRuntimeClassName if the cluster has it",
    executor({ deploymentConfig: { runtimeClassName: 'spin' } }),
    [shim({})],
    COMPLETE,
  ],
  [
    'warning executor-handler',
    executor({ deploymentConfig: { runtimeClassName: 'wasm' } }),
    "'spec.deploymentConfig.runtimeClassName' (wasm) is a RuntimeClass with the handler 'spin', which no node installer here sets up (spin-v2); give the RuntimeClass the handler 'spin-v2'",
    executor({ deploymentConfig: { runtimeClassName: 'other' } }),
    [runtimeClass('spin'), shim({})],
  ],
  [
    'warning executor-handler',
    executor({ deploymentConfig: { runtimeClassName: 'wasm' } }),
    "'spec.deploymentConfig.runtimeClassName' (wasm) is a RuntimeClass with the handler 'spin-v2', which no node installer here sets up (spin); give the RuntimeClass the handler 'spin'",
    executor({ deploymentConfig: { spinImage: 'a' } }),
    [runtimeClass('spin-v2'), KWASM],
  ],
];
