import { Notice, Step, UpgradePlan } from './plan';

/** A plan for people. */
export function upgradeMarkdown({ notices, steps, unchanged }: UpgradePlan): string {
  if (steps.length === 0) {
    return 'Nothing to do: the versions are equal.\n';
  }
  return [
    ...notices.map(describeNotice),
    `### Steps\n\n${steps.map(describeStep).join('\n')}\n`,
    ...(unchanged.length > 0 ? [`Unchanged stages: ${unchanged.join(', ')}.\n`] : []),
  ].join('\n');
}

function describeNotice({ back, summary, title, unavailable }: Notice): string {
  return `### ${title}\n\n${summary}\n\n- **Unavailable meanwhile:** ${unavailable}\n- **How to go back:** ${back}\n`;
}

function describeStep({ actions, title }: Step, index: number): string {
  return [`${index + 1}. **${title}**`, ...actions.map(({ text }) => `   - ${text}`)].join('\n');
}
