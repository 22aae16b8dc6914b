import { AUTOSCALER_CASES } from './autoscaler-cases';
import { Case } from './case';
import { EXECUTOR_CASES } from './executor-cases';
import { GARDENER_CASES } from '../gardener/gardener-cases';
import { HTTP_ROUTE_CASES } from './http-route-cases';
import { IMAGE_CASES } from './image-cases';
import { ISSUER_CASES } from './issuer-cases';
import { METADATA_CASES } from './metadata-cases';
import { PLAINTEXT_CASES } from './plaintext-cases';
import { POD_SECURITY_CASES } from './pod-security-cases';
import { PRIVATE_REGISTRY_CASES } from './private-registry-cases';
import { PROBE_CASES } from './probe-cases';
import { RESOURCE_CASES } from './resource-cases';
import { RUNTIME_CONFIG_CASES } from './runtime-config-cases';
import { SERVICE_CASES } from './service-cases';
import { SHIM_CASES } from './shim-cases';
import { SPIN_APP_CASES } from './spin-app-cases';
import { VARIABLE_CASES } from './variable-cases';
import { VOLUME_CASES } from './volume-cases';

/** The cases of all rules. */
export const CASES: readonly Case[] = [
  ...SPIN_APP_CASES,
  ...METADATA_CASES,
  ...PROBE_CASES,
  ...VARIABLE_CASES,
  ...VOLUME_CASES,
  ...RESOURCE_CASES,
  ...RUNTIME_CONFIG_CASES,
  ...EXECUTOR_CASES,
  ...SHIM_CASES,
  ...ISSUER_CASES,
  ...PLAINTEXT_CASES,
  ...IMAGE_CASES,
  ...SERVICE_CASES,
  ...HTTP_ROUTE_CASES,
  ...AUTOSCALER_CASES,
  ...POD_SECURITY_CASES,
  ...PRIVATE_REGISTRY_CASES,
  ...GARDENER_CASES,
];
