import { Finding } from '../../lib/doctor/finding';
import { Snapshot } from '../../lib/doctor/snapshot';
import { pageOf } from './page';

/** For programs. */
export function asJson(findings: readonly Finding[], { time, unread }: Snapshot): string {
  const content = {
    time: time.toISOString(),
    unread,
    findings: findings.map((finding) => ({
      name: finding.name,
      level: finding.isWarning ? 'warning' : 'error',
      object: finding.object,
      text: finding.text,
      evidence: finding.evidence,
      remedy: finding.remedy,
      page: pageOf(finding),
      consequences: finding.consequences,
    })),
  };
  return `${JSON.stringify(content, undefined, 2)}\n`;
}
