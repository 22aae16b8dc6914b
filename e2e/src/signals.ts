import { execFileSync } from 'child_process';
import { Kubectl } from './kubectl';
import { programPath } from './programs';

/** The page of a target, with the labels that Prometheus adds. */
export interface Page {
  readonly text: string;
  readonly labels: { readonly [name: string]: string };
  readonly honorLabels?: boolean;
}

/** A time in which targets show the same pages. */
export interface Phase {
  readonly minutes: number;
  readonly pages: Page[];
}

/** Outcome of a phase: alerts that have fired, series by query, and rules that could not be evaluated. */
export interface Outcome {
  readonly fired: { readonly labels: { [name: string]: string }; readonly annotations: { [name: string]: string } }[];
  readonly results: { readonly [query: string]: number };
  readonly failed: string[];
}

/** Rules, queries and pages for Prometheus to evaluate. */
export interface Request {
  /** Rule file of Prometheus: the `spec` of a PrometheusRule. */
  readonly rules: object;

  readonly queries?: string[];
  readonly phases: Phase[];

  /** Minutes that the last phase ends ahead of now. */
  readonly aheadMinutes?: number;
}

/** Evaluates rules and queries over pages, by the packages of Prometheus. */
export function evaluate({ aheadMinutes = 0, phases, queries = [], rules }: Request): Outcome[] {
  const input = JSON.stringify({ rules: JSON.stringify(rules), queries, phases, aheadMinutes });
  const output = execFileSync(programPath('prometheus'), ['evaluate'], { input, maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(output.toString()) as Outcome[];
}

/** Names of the alerts that have fired, each once. */
export function namesOf({ fired }: Outcome): string[] {
  return [...new Set(fired.map(({ labels }) => labels.alertname))].sort();
}

/** The page of a pod, through the API server. */
export function pageOfPod(kubectl: Kubectl, namespace: string, pod: string, port: number): Promise<string> {
  return kubectl.text('get', '--raw', `/api/v1/namespaces/${namespace}/pods/${pod}:${port}/proxy/metrics`);
}
