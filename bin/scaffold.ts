import * as fs from 'fs';
import { Option } from 'commander';
import { writeProgram } from '../lib/program/program-writer';
import { nameOfImage, scaffoldManifests, ScaffoldOptions } from '../lib/program/scaffold';
import { replaceFiles } from '../lib/synth/output/replace-files';
import { stringifyYaml } from '../lib/synth/yaml';
import { UnusableInput } from '../lib/validation/documents/unusable-input';
import { isQuantity, parseQuantity } from '../lib/validation/parse-quantity';
import { defineCommand } from './command';
import { ExitCode } from './exit-codes';

interface Flags {
  readonly from: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly executor: string;
  readonly replicas: string;
  readonly maxReplicas: string;
  readonly autoscaler?: 'hpa' | 'keda';
  readonly autoscalerTargetCpuUtilization: string;
  readonly autoscalerTargetMemoryUtilization: string;
  readonly cpuLimit?: string;
  readonly cpuRequest?: string;
  readonly memoryLimit?: string;
  readonly memoryRequest?: string;
  readonly imagePullSecret: readonly string[];
  readonly variable: readonly string[];
  readonly component: readonly string[];
  readonly runtimeConfigFile?: string;
  readonly serviceAccountName?: string;
  readonly azureIdentity: boolean;
  readonly readiness?: string;
  readonly liveness?: string;
  readonly spinToml?: string;
  readonly typescript: boolean;
  readonly json?: true;
  readonly out?: string;
}

/** Every HTTP trigger answers it. */
const HEALTH = '/.well-known/spin/health';

/** `cdk8s-spinkube scaffold`: writes the manifests of an app, or a program that makes them, from flags. */
export const scaffoldCommand = defineCommand<[], Flags>({
  arguments: [],
  options: [
    new Option('-f, --from <image>', 'reference of the application in its registry').makeOptionMandatory(),
    new Option('--name <name>', 'name of the app (default: the last part of the repository)'),
    new Option('-n, --namespace <namespace>', 'namespace of the objects'),
    new Option('--executor <name>', 'executor that runs the app').default('containerd-shim-spin'),
    new Option('-r, --replicas <count>', 'number of replicas; with an autoscaler the minimum').default('2'),
    new Option('--max-replicas <count>', 'maximum of the autoscaler').default('3'),
    new Option('--autoscaler <kind>', 'autoscaler of the app').choices(['hpa', 'keda']),
    new Option('--autoscaler-target-cpu-utilization <percent>', 'target in percent of the CPU request').default('60'),
    new Option('--autoscaler-target-memory-utilization <percent>', 'target in percent of the memory request').default(
      '60',
    ),
    new Option('--cpu-limit <quantity>', 'CPU limit'),
    new Option('--cpu-request <quantity>', 'CPU request'),
    new Option('--memory-limit <quantity>', 'memory limit'),
    new Option('--memory-request <quantity>', 'memory request'),
    repeated('-s, --image-pull-secret <names>', 'image pull secrets, separated by commas or repeated'),
    repeated('-v, --variable <name=value>', 'application variable, may be repeated'),
    repeated('--component <ids>', 'components to run, separated by commas or repeated; all by default'),
    new Option('-c, --runtime-config-file <file>', 'runtime configuration, which becomes a Secret'),
    new Option('--service-account-name <name>', 'service account of the pods'),
    new Option('--azure-identity', 'use Azure Workload Identity').default(false),
    new Option('--readiness [path]', 'readiness probe').preset(HEALTH),
    new Option('--liveness [path]', 'liveness probe').preset(HEALTH),
    new Option('--spin-toml <file>', 'Spin manifest of the application, to check the app against'),
    new Option('--typescript', 'write a program with constructs instead of YAML').default(false),
    new Option('--json', 'write the objects as JSON').conflicts('typescript'),
    new Option('-o, --out <file>', 'write to a file instead of standard output'),
  ],
  details: `The flags are those of spin kube scaffold. Every object is made by a construct, which checks it.
A probe without a path asks ${HEALTH}, which every HTTP trigger answers.`,
  examples: [
    'cdk8s-spinkube scaffold --from ghcr.io/example/shop:v1 > shop.yaml',
    'cdk8s-spinkube scaffold -f ghcr.io/example/shop:v1 --autoscaler hpa --cpu-request 100m --memory-request 64Mi',
    'cdk8s-spinkube scaffold -f ghcr.io/example/shop:v1 --spin-toml spin.toml -v log_level=info --typescript -o main.ts',
  ],
  exitCodes: '0 written, 2 wrong usage or an app that the cluster would reject',
  run: (_, flags, { stderr, stdout }) => {
    const options = optionsOf(flags);
    const sources = scaffoldManifests(options).map((manifest, index) => ({ file: flags.from, index, manifest }));
    const { objects, rejected, text } = writeProgram(sources, options.name, flags.spinToml);
    if (rejected.length > 0) {
      throw new UnusableInput(rejected.map((note) => flagNames(note.text.replace(/^.*? rejects it: /, ''))).join('; '));
    }
    const written = flags.typescript
      ? text
      : flags.json
        ? `${JSON.stringify(objects, undefined, 2)}\n`
        : objects.map((object) => stringifyYaml(object)).join('---\n');
    if (flags.out === undefined) {
      stdout.write(written);
    } else {
      writeTo(flags.out, written);
    }
    if (text.includes('allowPlaintextSecrets: true')) {
      stderr.write('warning: a variable looks like a secret, but is in plain text; take it from a Secret\n');
    }
    return ExitCode.CLEAN;
  },
});

/** Fields that a flag sets alone. */
const FIELDS: { readonly [field: string]: string } = {
  'metadata.name': 'name',
  'spec.image': 'from',
  'spec.executor': 'executor',
  'spec.serviceAccountName': 'service-account-name',
};

/** A message with the names of flags instead of fields. */
function flagNames(message: string): string {
  return message.replace(/'([a-zA-Z.]+)'/g, (quoted, field: string) =>
    Object.hasOwn(FIELDS, field) ? `'--${FIELDS[field]}'` : quoted,
  );
}

function repeated(flags: string, description: string): Option {
  return new Option(flags, description)
    .argParser((value: string, before: readonly string[]) => [...before, value])
    .default([], 'none');
}

function optionsOf(flags: Flags): ScaffoldOptions {
  const { autoscaler: kind, from, spinToml } = flags;
  if (spinToml !== undefined) {
    contentOf('spin-toml', spinToml);
  }
  const replicas = wholeNumber('replicas', flags.replicas);
  const requests = defined({ cpu: flags.cpuRequest, memory: flags.memoryRequest });
  const limits = defined({ cpu: flags.cpuLimit, memory: flags.memoryLimit });
  checkResources(requests, limits);
  return {
    image: from,
    name: flags.name ?? nameOfImage(from),
    namespace: flags.namespace,
    executor: flags.executor,
    replicas,
    autoscaler: kind && autoscalerOf(flags, kind, replicas, { ...limits, ...requests }),
    requests,
    limits,
    imagePullSecrets: separated(flags.imagePullSecret),
    variables: variablesOf(flags.variable),
    components: separated(flags.component),
    runtimeConfig:
      flags.runtimeConfigFile === undefined ? undefined : contentOf('runtime-config-file', flags.runtimeConfigFile),
    serviceAccountName: flags.serviceAccountName,
    azureIdentity: flags.azureIdentity,
    readiness: flags.readiness,
    liveness: flags.liveness,
  };
}

interface Quantities {
  readonly [resource: string]: string;
}

function autoscalerOf(
  flags: Flags,
  kind: 'hpa' | 'keda',
  replicas: number,
  resources: Quantities,
): ScaffoldOptions['autoscaler'] {
  const maxReplicas = wholeNumber('max-replicas', flags.maxReplicas);
  if (maxReplicas < replicas) {
    throw new UnusableInput(`'--max-replicas' (${maxReplicas}) is less than '--replicas' (${replicas}); raise it`);
  }
  for (const resource of ['cpu', 'memory'].filter((name) => !Object.hasOwn(resources, name))) {
    throw new UnusableInput(
      `'--${resource}-request' is not set: the target of an autoscaler is a percentage of it; set it, or '--${resource}-limit'`,
    );
  }
  return {
    kind,
    maxReplicas,
    cpuUtilization: wholeNumber('autoscaler-target-cpu-utilization', flags.autoscalerTargetCpuUtilization),
    memoryUtilization: wholeNumber('autoscaler-target-memory-utilization', flags.autoscalerTargetMemoryUtilization),
  };
}

function checkResources(requests: Quantities, limits: Quantities): void {
  for (const [kind, quantities] of Object.entries({ request: requests, limit: limits })) {
    for (const [resource, text] of Object.entries(quantities).filter(([, one]) => !isQuantity(one))) {
      throw new UnusableInput(`'--${resource}-${kind}' (${text}) is not a quantity; use one such as 500m or 128Mi`);
    }
  }
  for (const [resource, limit] of Object.entries(limits)) {
    const request = Object.hasOwn(requests, resource) ? requests[resource] : limit;
    if ((parseQuantity(request) ?? 0n) > (parseQuantity(limit) ?? 0n)) {
      throw new UnusableInput(
        `'--${resource}-request' (${request}) is more than '--${resource}-limit' (${limit}); lower it`,
      );
    }
  }
}

function defined(map: { readonly [name: string]: string | undefined }): Quantities {
  return Object.fromEntries(Object.entries(map).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function wholeNumber(flag: string, text: string): number {
  if (!/^\d{1,9}$/.test(text) || Number(text) === 0) {
    throw new UnusableInput(`'--${flag}' (${text}) is not a whole number of at least 1; use one`);
  }
  return Number(text);
}

function separated(values: readonly string[]): string[] {
  return values.flatMap((value) => value.split(',')).filter((value) => value !== '');
}

function variablesOf(assignments: readonly string[]): Map<string, string> {
  const variables = new Map<string, string>();
  for (const assignment of assignments) {
    const end = assignment.indexOf('=');
    const [name, value] = [assignment.slice(0, end), assignment.slice(end + 1)];
    if (end < 1) {
      throw new UnusableInput(`'--variable' (${assignment}) has no name and value; use name=value`);
    }
    if (variables.has(name)) {
      throw new UnusableInput(`'--variable' sets '${name}' twice; remove one`);
    }
    variables.set(name, value);
  }
  return variables;
}

function contentOf(flag: string, file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new UnusableInput(`'--${flag}' (${file}) cannot be read (${code}); use another file`);
  }
}

function writeTo(file: string, text: string): void {
  try {
    replaceFiles(new Map([[file, text]]));
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new UnusableInput(`'--out' (${file}) cannot be written (${code}); use another file`);
  }
}
