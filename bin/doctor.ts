import { Option } from 'commander';
import { diagnose } from '../lib/doctor/diagnose';
import { driftFrom } from '../lib/doctor/drift';
import { readDump, writeDump } from '../lib/doctor/dump';
import { readCluster } from '../lib/doctor/kubectl';
import { Snapshot } from '../lib/doctor/snapshot';
import { colorsFor } from './changes/colors';
import { defineCommand } from './command';
import { asJson } from './doctor/json';
import { asText } from './doctor/text';
import { repeatable } from './exclusion';
import { ExitCode } from './exit-codes';
import { Progress } from './progress';
import { Terminal } from './terminal';

interface DoctorOptions {
  readonly collect?: string;
  readonly context?: string;
  readonly drift?: string;
  readonly dump?: string;
  readonly json?: true;
  readonly kubeconfig?: string;
  readonly namespace: readonly string[];
}

/** `cdk8s-spinkube doctor`: says what does not work in a cluster, and why. */
export const doctorCommand = defineCommand<[], DoctorOptions>({
  arguments: [],
  options: [
    new Option('--kubeconfig <file>', 'kubeconfig of the cluster (default: that of kubectl)'),
    new Option('--context <name>', 'context of the kubeconfig (default: the current one)'),
    repeatable('--namespace <name>', 'read only this namespace, and what is in none; repeatable'),
    new Option('--dump <dir>', 'look at files that --collect wrote, instead of a cluster').conflicts([
      'kubeconfig',
      'context',
      'collect',
    ]),
    new Option('--collect <dir>', 'only write what would be looked at to a new directory, without secrets'),
    new Option('--drift <dir>', 'also report what differs from the bundle in this directory').conflicts('collect'),
    new Option('--json', 'print JSON').conflicts('collect'),
  ],
  details: `It runs kubectl get and changes nothing. Values of Secrets and ConfigMaps, and literals that look like secrets, are neither
printed nor written.`,
  examples: [
    'cdk8s-spinkube doctor',
    'cdk8s-spinkube doctor --context prod --namespace shop --namespace spin-operator',
    'cdk8s-spinkube doctor --collect dump && cdk8s-spinkube doctor --dump dump --json',
    'cdk8s-spinkube doctor --drift dist',
  ],
  exitCodes: '0 nothing found, 1 findings, 2 wrong usage, no kubectl, or a cluster or dump that cannot be read',
  run: (_, options, terminal) => {
    const snapshot = snapshotOf(options, terminal);
    if (snapshot.unread.length > 0) {
      const kinds = snapshot.unread.map((kind) => kind.replace(/\..*/, '')).join(', ');
      terminal.stderr.write(`not read, because it is not allowed: ${kinds}\n`);
    }
    if (options.collect !== undefined) {
      writeDump(options.collect, snapshot);
      terminal.stdout.write(`${options.collect}: ${snapshot.objects.length} objects\n`);
      return ExitCode.CLEAN;
    }
    const drift = options.drift === undefined ? [] : driftFrom(options.drift, snapshot);
    const findings = [...diagnose(snapshot), ...drift];
    const { stdout } = terminal;
    stdout.write(options.json ? asJson(findings, snapshot) : asText(findings, snapshot, colorsFor(stdout)));
    return findings.length > 0 ? ExitCode.FOUND : ExitCode.CLEAN;
  },
});

function snapshotOf({ context, dump, kubeconfig, namespace }: DoctorOptions, { stderr }: Terminal): Snapshot {
  if (dump !== undefined) {
    return readDump(dump);
  }
  const namespaces = namespace.length > 0 ? namespace : undefined;
  return Progress.during(stderr, (progress) => {
    let calls = 0;
    return readCluster({ kubeconfig, context, namespaces }, () => {
      progress.show(++calls, 'answers of kubectl');
    });
  });
}
