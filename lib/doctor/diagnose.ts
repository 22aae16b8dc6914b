import { Cluster } from './cluster';
import { Diagnosis } from './diagnosis';
import { API_DIAGNOSES } from './diagnoses/api';
import { APP_DIAGNOSES, SYMPTOMS } from './diagnoses/apps';
import { AUTOSCALING_DIAGNOSES } from './diagnoses/autoscaling';
import { CERTIFICATE_DIAGNOSES } from './diagnoses/certificates';
import { EXECUTOR_DIAGNOSES } from './diagnoses/executors';
import { NAMESPACE_DIAGNOSES } from './diagnoses/namespaces';
import { PLATFORM_DIAGNOSES } from './diagnoses/platform';
import { POD_DIAGNOSES } from './diagnoses/pods';
import { REFERENCE_DIAGNOSES } from './diagnoses/references';
import { SHIM_DIAGNOSES } from './diagnoses/shims';
import { LEFT_WEBHOOK_DIAGNOSES, WEBHOOK_DIAGNOSES } from './diagnoses/webhooks';
import { Cause, Consequence, Finding, keyOf } from './finding';
import { Snapshot } from './snapshot';

/** All diagnoses, from the foundation of a platform to what people notice. Of two causes, the earlier is the more likely one. */
export const DIAGNOSES: readonly Diagnosis[] = [
  ...API_DIAGNOSES,
  ...PLATFORM_DIAGNOSES,
  ...LEFT_WEBHOOK_DIAGNOSES,
  ...CERTIFICATE_DIAGNOSES,
  ...EXECUTOR_DIAGNOSES,
  ...SHIM_DIAGNOSES,
  ...NAMESPACE_DIAGNOSES,
  ...REFERENCE_DIAGNOSES,
  ...POD_DIAGNOSES,
  ...WEBHOOK_DIAGNOSES,
  ...APP_DIAGNOSES,
  ...AUTOSCALING_DIAGNOSES,
  ...SYMPTOMS,
];

/** A cause before it is known what has caused it. */
interface Candidate {
  readonly diagnosis: Diagnosis;
  readonly cause: Cause;

  /** Keys of its object and of those that it explains: a platform that is down explains thousands. */
  readonly key: string;
  readonly explained: ReadonlySet<string>;
  parent?: Candidate;
}

/**
 * Finds what does not work in a cluster and why: root causes, most likely first, each with its consequences. What is wrong now
 * comes before what will be, and what a SpinApp suffers from before the rest.
 */
export function diagnose(snapshot: Snapshot): Finding[] {
  const cluster = new Cluster(snapshot);
  const found = DIAGNOSES.flatMap((diagnosis) =>
    diagnosis.find(cluster).map((cause): Candidate => ({
      diagnosis,
      cause,
      key: keyOf(cause.object),
      explained: new Set((cause.explains ?? []).map(keyOf)),
    })),
  );
  for (const candidate of found) {
    candidate.parent = found.find((other) => explains(other, candidate, found));
  }
  return found
    .filter(({ cause, parent }) => parent === undefined && !cause.isTransient)
    .map((root) => findingOf(root, found))
    .map((finding, index) => ({ finding, index, weight: weightOf(finding) }))
    .sort((one, other) => one.weight - other.weight || one.index - other.index)
    .map(({ finding }) => finding);
}

/**
 * A cause explains what is found about the objects that it names. Of two about the same object, or that name each other, the
 * earlier explains the later; and nothing explains itself, also not by way of others.
 */
function explains(one: Candidate, other: Candidate, found: readonly Candidate[]): boolean {
  const isMutual = one.key === other.key || other.explained.has(one.key);
  return (
    one !== other &&
    one.explained.has(other.key) &&
    (!isMutual || found.indexOf(one) < found.indexOf(other)) &&
    !one.cause.isWarning &&
    rootsOf(one).every((root) => root !== other)
  );
}

/** A candidate and all that explain it, up to the root. */
function rootsOf(candidate: Candidate): Candidate[] {
  return candidate.parent ? [candidate, ...rootsOf(candidate.parent)] : [candidate];
}

function findingOf(root: Candidate, found: readonly Candidate[]): Finding {
  const { cause, diagnosis } = root;
  return {
    ...cause,
    name: diagnosis.name,
    page: cause.page ?? diagnosis.page,
    consequences: distinct(
      found
        .filter((other) => other !== root && rootsOf(other).at(-1) === root)
        .map((other) => ({ name: other.diagnosis.name, object: other.cause.object, text: other.cause.text })),
    ),
  };
}

/** The same may have been found in several places. */
function distinct(all: readonly Consequence[]): Consequence[] {
  return [...new Map(all.map((one) => [`${one.name} ${keyOf(one.object)}`, one])).values()];
}

function weightOf({ consequences, isWarning, name }: Finding): number {
  const isFelt = [name, ...consequences.map((one) => one.name)].includes('spin-app-unavailable');
  return isWarning ? 2 : isFelt ? 0 : 1;
}
