import { violation } from '../../private/errors';
import { SpinAppSettings } from '../spin-app-settings';
import { unused } from './check-stores';
import { nameComponents, Selection } from './selection';

const PROPERTY = 'runtimeConfig.llmCompute';

/** Models need somewhere to run: the shim brings nothing for them. */
export function checkLlm({ runtimeConfig }: SpinAppSettings, { components }: Selection): string[] {
  const users = components.filter(({ aiModels }) => aiModels.length > 0);
  const isUnseen = runtimeConfig !== undefined && runtimeConfig._visible() === undefined;
  if (users.length === 0 || isUnseen || runtimeConfig?._visible()?.llmCompute !== undefined) {
    return [];
  }
  const models = [...new Set(users.flatMap(({ aiModels }) => aiModels))].join(', ');
  const rule = `is required for the models of ${nameComponents(users)}: ${models}`;
  return [violation(PROPERTY, undefined, rule, "set it, for example to 'LlmCompute.remoteHttp'")];
}

export function warnOfLlm({ runtimeConfig }: SpinAppSettings, { components }: Selection): string[] {
  const llm = runtimeConfig?._visible()?.llmCompute;
  const isUsed = components.some(({ aiModels }) => aiModels.length > 0);
  return llm === undefined || isUsed ? [] : [unused(PROPERTY, llm.type)];
}
