import { RiskName, RiskRule } from './risk';

/** Fields with an image: of a container, a SpinApp, or `spinImage` of an executor. */
const IMAGE = /(?:^|\.)(?:image|spinImage)$/;

/** Another image that a container or a SpinApp runs. */
export const image: RiskRule = ({ fields }) =>
  fields
    .filter(({ after, before, path }) => IMAGE.test(path) && typeof before === 'string' && typeof after === 'string')
    .map(({ after, before, path }) => ({
      name: RiskName.IMAGE,
      text: `'${path}' changes from ${String(before)} to ${String(after)}`,
      remedy: 'check that its registry has it, and read its release notes',
    }));
