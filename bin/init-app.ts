import * as fs from 'fs';
import * as path from 'path';
import { ManifestModel, ManifestVariable } from '../lib/app/spin-manifest/model';
import { readManifest } from '../lib/app/spin-manifest/read-manifest';
import { isSecret, settingsOf } from '../lib/init/app-settings';
import { hasApp, PlannedApp, PlannedManifest, SAMPLE, Template } from '../lib/init/project';
import { nearest } from '../lib/private/nearest';
import { UnusableInput } from '../lib/validation/documents/unusable-input';
import { Questions } from './questions';

/** Options about the app of a project. */
export interface AppOptions {
  readonly spinToml?: string;
  readonly image?: string;
  readonly variable: readonly string[];
}

/** The app of a project, and what the user has to know of it. */
interface AppPlan {
  readonly planned: PlannedApp;
  readonly notes: readonly string[];
}

/** A `spin.toml` that was read. */
interface Manifest {
  readonly file: string;
  readonly text: string;
  readonly model: ManifestModel;
}

/** Answer of a user who has no `spin.toml`. */
const NONE = 'none';

const USUAL_MANIFEST = 'spin.toml';

const IMAGE = /^[a-z0-9][\w./:-]*(@sha256:[0-9a-f]{64})?$/i;

/**
 * Plans the app of a project; undefined for the sample, and for templates that do not take an app.
 *
 * @param template template of the project
 * @param folder folder of the project
 * @param options what is given
 * @param user whom to ask for what is not given
 * @throws UnusableInput if an option cannot be used, or a variable has no value
 */
export async function planApp(
  template: Template,
  folder: string,
  options: AppOptions,
  user?: Questions,
): Promise<AppPlan | undefined> {
  if (!hasApp(template)) {
    refuseAppOptions(template, options);
    return undefined;
  }
  const manifest = await chooseManifest(options, user);
  if (!manifest) {
    if (options.variable.length > 0) {
      throw new UnusableInput("'--variable' needs --spin-toml, which declares the variables");
    }
    const image = await chooseImage(options, user, SAMPLE.image);
    return image === SAMPLE.image
      ? undefined
      : { planned: { name: nameFrom(repositoryName(image)), image }, notes: [] };
  }
  const { file, model, text } = manifest;
  const values = await chooseVariables(model.variables, options, user);
  const name = nameFrom(model.name);
  const example = `ghcr.io/example/${name}:${tagFrom(model.version)}`;
  const image = await chooseImage(options, user, example);
  const settings = settingsOf(model, values);
  // Loaded for a manifest only: it takes long.
  const { tryApplication } = await import('../lib/init/trial');
  const problem = problemOf(() => {
    tryApplication(name, image, text, settings.properties);
  });
  if (problem !== undefined) {
    throw new UnusableInput(`the application of ${file} cannot be described as it is. ${problem}`);
  }
  return {
    planned: { name, image, manifest: { ...placeOf(file, text, folder), settings } },
    notes: [
      ...(image === example && options.image === undefined
        ? [`The image ${image} is an example: replace it in the program and its test by yours.`]
        : []),
      ...(settings.secretKeys.length > 0
        ? [`The app reads the Secret ${name}, with ${settings.secretKeys.join(', ')}: README.md says how to create it.`]
        : []),
    ],
  };
}

function refuseAppOptions(template: Template, { image, spinToml, variable }: AppOptions): void {
  const given = { '--spin-toml': spinToml, '--image': image, '--variable': variable.at(0) };
  for (const [option, value] of Object.entries(given)) {
    if (value !== undefined) {
      throw new UnusableInput(`'${option}' (${value}) is for --template app and python-app, not ${template}; omit it`);
    }
  }
}

async function chooseManifest({ image, spinToml }: AppOptions, user?: Questions): Promise<Manifest | undefined> {
  if (spinToml !== undefined) {
    return manifestAt(spinToml);
  }
  if (image !== undefined || user === undefined) {
    return undefined;
  }
  const answer = await user.ask({
    text: 'Spin manifest of the application (spin.toml)',
    fallback: fs.existsSync(USUAL_MANIFEST) ? USUAL_MANIFEST : NONE,
    problemOf: (file) => (file === NONE ? undefined : problemOf(() => manifestAt(file))),
  });
  return answer === NONE ? undefined : manifestAt(answer);
}

function manifestAt(file: string): Manifest {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UnusableInput(`'--spin-toml' (${file}) cannot be read (${code}); check the path`);
  }
  try {
    return { file, text, model: readManifest(file, text) };
  } catch (error) {
    throw new UnusableInput((error as Error).message);
  }
}

async function chooseImage({ image }: AppOptions, user: Questions | undefined, fallback: string): Promise<string> {
  const problemOfImage = (text: string) =>
    IMAGE.test(text) ? undefined : `'${text}' is not an image; use a reference such as ghcr.io/example/shop:v1`;
  const chosen = image ?? (await user?.ask({ text: 'Image', fallback, problemOf: problemOfImage })) ?? fallback;
  const problem = problemOfImage(chosen);
  if (problem !== undefined) {
    throw new UnusableInput(`'--image': ${problem}`);
  }
  return chosen;
}

/** Values of variables: those that are given, and those that are required and not secret. */
async function chooseVariables(
  variables: readonly ManifestVariable[],
  { variable: given }: AppOptions,
  user?: Questions,
): Promise<Map<string, string>> {
  const values = new Map(given.map((one) => assignment(one, variables)));
  const missing = variables.filter((one) => one.isRequired && !isSecret(one) && !values.has(one.name));
  if (missing.length > 0 && !user) {
    const needed = missing.map(({ name }) => `--variable ${name}=…`).join(' ');
    throw new UnusableInput(`the application requires variables without a default; give ${needed}`);
  }
  for (const { name } of missing) {
    values.set(name, String(await user?.ask({ text: `Variable ${name}` })));
  }
  return values;
}

function assignment(text: string, variables: readonly ManifestVariable[]): [name: string, value: string] {
  const found = /^([^=]+)=([^]*)$/.exec(text);
  if (!found) {
    throw new UnusableInput(`'--variable' (${text}) must be a name and a value; write name=value`);
  }
  const [, name, value] = found;
  const names = variables.map((variable) => variable.name);
  const variable = variables[names.indexOf(name)] as ManifestVariable | undefined;
  if (!variable) {
    const likely = nearest(name, names);
    const remedy = likely === undefined ? `use one of ${names.join(', ') || 'none'}` : `did you mean '${likely}'?`;
    throw new UnusableInput(`'--variable' (${name}) is not a variable of the application; ${remedy}`);
  }
  if (isSecret(variable)) {
    const remedy = 'omit it, and the program reads it from a Secret';
    throw new UnusableInput(`'--variable' (${name}) is a secret, and would be in plain text in the project; ${remedy}`);
  }
  return [name, value];
}

/** Refers to a manifest in a folder above the project, which is in the same repository; copies any other. */
function placeOf(file: string, text: string, folder: string): Pick<PlannedManifest, 'path' | 'text'> {
  const relative = path.relative(folder, file).split(path.sep);
  const isAbove = relative.length > 1 && relative.slice(0, -1).every((part) => part === '..');
  return isAbove ? { path: relative.join('/') } : { path: USUAL_MANIFEST, text };
}

/** Last part of the repository of an image. */
function repositoryName(image: string): string {
  return image.replace(/@.*/, '').replace(/.*\//, '').replace(/:.*/, '');
}

/** Longest name of a SpinApp for which the operator creates a Deployment. */
const LONGEST_NAME = 52;

/** Name of a SpinApp, which must be that of a Service. */
function nameFrom(text: string): string {
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '');
  return name.slice(0, LONGEST_NAME).replace(/-+$/, '') || 'app';
}

/** Tag of an image for a version, which may have a `+`. */
function tagFrom(version = 'latest'): string {
  return version.replace(/[^\w.-]/g, '-');
}

function problemOf(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
