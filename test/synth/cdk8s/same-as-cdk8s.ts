import * as fs from 'fs';
import * as path from 'path';
import { App, AppProps } from 'cdk8s';
import { Bundle } from '../../../lib';
import { build, RandomApp } from './random-app';

/** The result of a synth: files, charts and YAML, or an error. */
export type Outcome =
  | { readonly error: string }
  | { readonly files: { [file: string]: string }; readonly charts: string[]; readonly yaml: string };

/** Synthesizes an app with cdk8s and with a Bundle. */
export function outcomes(random: RandomApp, folder: string): [cdk8s: Outcome, bundle: Outcome] {
  return [
    outcome(random, (props) => new App(props), path.join(folder, 'cdk8s')),
    outcome(random, (props) => new Bundle(props), path.join(folder, 'bundle')),
  ];
}

function outcome(random: RandomApp, make: (props: AppProps) => App, outdir: string): Outcome {
  fs.rmSync(outdir, { recursive: true, force: true });
  const app = build(random, make, outdir);
  try {
    app.synth();
  } catch (error) {
    return { error: String(error) };
  }
  return { files: filesBelow(outdir), charts: app.charts.map(({ node }) => node.path), yaml: app.synthYaml() };
}

function filesBelow(folder: string): { [file: string]: string } {
  const files = fs.existsSync(folder) ? fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  return Object.fromEntries(
    files
      .sort()
      .filter((file) => fs.statSync(path.join(folder, file)).isFile())
      .map((file) => [file, fs.readFileSync(path.join(folder, file), 'utf8')]),
  );
}
