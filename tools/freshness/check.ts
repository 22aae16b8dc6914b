// Prints which pinned component has a newer version, and how to raise it. For maintainers; needs Go, npm and their registries.
import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { SpinKubeRelease } from '../../lib';
import { GoMod, isKept, PackageJson, Pin, pinsOfGoMod, pinsOfPackage, pinsOfRelease } from './pins';
import { askRegistries } from './registries';
import { tableOf } from './table';

const ROOT = path.join(__dirname, '..', '..');
const run = (command: string, ...args: string[]) => execFileSync(command, args, { cwd: ROOT, encoding: 'utf8' });

function goPins(): Pin[] {
  const folders = run('git', 'ls-files', '*go.mod')
    .trim()
    .split('\n')
    .map((file) => path.dirname(file));
  return folders
    .filter((folder) => !isKept(folder))
    .flatMap((folder) =>
      pinsOfGoMod(folder, JSON.parse(run('go', 'mod', 'edit', '-json', `${folder}/go.mod`)) as GoMod),
    );
}

const manifest = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as PackageJson;
const pins = [...pinsOfRelease(SpinKubeRelease.CURRENT), ...goPins(), ...pinsOfPackage('package.json', manifest)];
process.stdout.write(tableOf(pins, askRegistries(pins, ROOT)));
