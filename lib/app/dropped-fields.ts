import { SpinKubeRelease } from '../releases/registry';
import { SpinOperatorApi } from '../releases/spin-operator/spin-operator-api';
import { Problems } from '../validation/problems';

/**
 * The fields of a rendered `spec` that the API server would drop, because the CRD of the operator does not have them.
 *
 * @param spec what a construct renders
 * @param api the API of the operator
 * @returns a message for each
 */
export function droppedFields(spec: object, api: SpinOperatorApi): string[] {
  const problems = Problems.at('spec');
  if (api !== SpinKubeRelease.CURRENT.api) {
    check(spec, 'spec', problems, api);
  }
  return problems.messages;
}

/** @param field path of the value as the API has it: `spec.volumes[].image` */
function check(value: unknown, field: string, problems: Problems, api: SpinOperatorApi): void {
  if (typeof value !== 'object' || value === null) {
    return;
  }
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      check(item, `${field}[]`, problems.at(index), api);
    });
    return;
  }
  for (const [name, below] of Object.entries(value).filter(([, one]) => one !== undefined)) {
    const path = `${field}.${name}`;
    // The current API has all fields that constructs render, but for keys of maps.
    if (api.knows(path) || !SpinKubeRelease.CURRENT.api.knows(path)) {
      check(below, path, problems.at(name), api);
    } else {
      problems
        .at(name)
        .refuse(
          below,
          `is not known to spin-operator ${api.operatorVersion}, the release of the executor`,
          "remove it, or give the executor the 'api' of a later release",
        );
    }
  }
}
