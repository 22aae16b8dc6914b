import { spawnSync } from 'child_process';
import * as os from 'os';
import { keyOf, Newer } from './table';
import { Pin } from './pins';

/** One line for each module: path, version, newer version if there is one, and a word if the registry does not know. */
const FORMAT = '{{.Path}} {{.Version}} {{with .Update}}{{.Version}}{{else}}-{{end}} {{with .Error}}unknown{{end}}';

/**
 * Asks the registries, through `go` and `npm` and with their settings (GOPROXY, npm config). The two compare the versions.
 *
 * @param folder the folder of `package.json`
 */
export function askRegistries(pins: readonly Pin[], folder: string): Newer {
  const modules = [...new Set(pins.filter(({ registry }) => registry === 'go').map(keyOf))];
  const go = run('go', ['list', '-m', '-u', '-e', '-f', FORMAT, ...modules], os.tmpdir());
  return new Map([...newerModules(go), ...newerPackages(pins, run('npm', ['outdated', '--json'], folder))]);
}

/** Standard output, also of a failure: both commands report with it what they found out. */
function run(command: string, args: string[], cwd: string): string {
  const { error, stdout } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (error) {
    throw error;
  }
  return stdout;
}

/** Reads what `go list` has printed. */
export function newerModules(text: string): Newer {
  const lines = text.split('\n').filter((line) => line !== '');
  const answers = lines.map((line) => line.split(' ') as [name: string, version: string, newer: string, error: string]);
  return new Map(
    answers
      .filter(([, , newer, error]) => newer !== '-' || error !== '')
      .map(([name, version, newer, error]) => [`${name}@${version}`, error === '' ? newer : undefined]),
  );
}

/** Reads what `npm outdated` has printed. */
export function newerPackages(pins: readonly Pin[], text: string): Newer {
  const outdated = JSON.parse(text || '{}') as { [name: string]: { readonly latest: string } | undefined };
  return new Map(
    pins.flatMap((pin) => {
      const latest = outdated[pin.name]?.latest;
      return pin.registry === 'npm' && latest !== undefined ? [[keyOf(pin), latest] as const] : [];
    }),
  );
}
