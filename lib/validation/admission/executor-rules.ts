import { field, Manifest } from '../../synth/manifest';
import { Breach, Rule, SPINKUBE, SPINOPERATOR } from './rule';

const KIND = 'SpinAppExecutor';
const PATH = 'spec.deploymentConfig';

/** What the webhook of spin-operator asks of an executor, and what it panics at. */
export const EXECUTOR_RULES: readonly Rule[] = [
  { name: 'executor-runtime', level: 'error', kind: KIND, groups: [SPINKUBE], check: checkRuntime },
  {
    name: 'executor-deployment-config',
    level: 'warning',
    kind: KIND,
    groups: [SPINKUBE, SPINOPERATOR],
    check: checkDeploymentConfig,
  },
];

function checkRuntime({ spec }: Manifest): Breach[] {
  const config = field(spec, 'deploymentConfig') ?? undefined;
  if (config === undefined) {
    return [];
  }
  const runtimeClassName = field(config, 'runtimeClassName') ?? undefined;
  const spinImage = field(config, 'spinImage') ?? undefined;
  if (runtimeClassName !== undefined && spinImage !== undefined) {
    const text = 'runtimeClassName and spinImage are mutually exclusive';
    return [{ path: `${PATH}.spinImage`, value: spinImage, text, remedy: 'remove one of them' }];
  }
  if (runtimeClassName === undefined && spinImage === undefined) {
    const text = 'either runtimeClassName or spinImage must be set';
    return [{ path: `${PATH}.runtimeClassName`, value: undefined, text, remedy: 'set one of them' }];
  }
  return [];
}

function checkDeploymentConfig({ spec }: Manifest): Breach[] {
  const isMissing = field(spec, 'createDeployment') === true && field(spec, 'deploymentConfig') == null;
  const text = 'is needed to make Deployments: without it the operator panics at each SpinApp';
  return isMissing ? [{ path: PATH, value: undefined, text, remedy: "set it, or 'createDeployment' to false" }] : [];
}
