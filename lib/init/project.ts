import * as fs from 'fs';
import * as path from 'path';
import { packageFile } from '../private/package-files';
import { AppSettings } from './app-settings';
import { Entries, print } from './expression';
import { Deployer, Language, LANGUAGES } from './language';
import { NewFiles } from './new-folder';
import { ownManifest } from './own-package';
import { Replacement, replaceIn, withImports } from './program';

/** Template: the kind of project. */
export enum Template {
  APP = 'app',
  PLATFORM = 'platform',
  FLEET = 'fleet',
  PYTHON_APP = 'python-app',
}

/** Everything that is to be known of a new project. */
export interface ProjectPlan {
  readonly template: Template;

  /** Name of the project. */
  readonly name: string;
  readonly deployer: Deployer;

  /** Source that Argo CD or Flux reads. */
  readonly source?: PlannedSource;

  /** The app of a template with one; the sample of SpinKube if it is undefined. */
  readonly app?: PlannedApp;

  /** A file with this package, which is copied into the project; it comes from a registry if it is undefined. */
  readonly packageFile?: string;
}

/** A repository. */
export interface PlannedSource {
  readonly url: string;

  /** The output directory of the project in it. */
  readonly path: string;
}

/** An app of a new project. */
export interface PlannedApp {
  /** Name of the SpinApp. */
  readonly name: string;
  readonly image: string;

  /** Its `spin.toml`, if there is one. */
  readonly manifest?: PlannedManifest;
}

/** A `spin.toml`. */
export interface PlannedManifest {
  /** Its path from the project. */
  readonly path: string;

  /** Its text, if it is copied there. */
  readonly text?: string;
  readonly settings: AppSettings;
}

/** Name and image of the app in the templates, which are the sample of SpinKube, and the path of its manifest. */
export const SAMPLE = {
  name: 'simple-spinapp',
  image: 'ghcr.io/spinframework/containerd-shim-spin/examples/spin-rust-hello:v0.23.0',
  manifest: 'spin.toml',
};

/** Default of `path` of a `GitSource`. */
const DEFAULT_PATH = 'dist';

/** Names that a program may import. */
const IMPORTED = [
  ...['Existing', 'GitSource', 'KeyValueStore', 'LlmCompute', 'OptionValue', 'RuntimeClass', 'RuntimeConfig'],
  ...['SqliteDatabase', 'Variable'],
];

/** Tells if a template has an app of the user's choice. */
export function hasApp(template: Template): boolean {
  return template === Template.APP || template === Template.PYTHON_APP;
}

/** Files of a new project. */
export function projectFiles(plan: ProjectPlan): NewFiles {
  const { app, template } = plan;
  const language = LANGUAGES[template === Template.PYTHON_APP ? 'python' : 'typescript'];
  const files = new Map<string, string | Buffer>(filesOf(language.folder));
  filesOf(template).forEach((text, file) => files.set(file, text));
  if (app?.manifest) {
    filesOf(`${template}-spin-toml`).forEach((text, file) => files.set(file, text));
    if (app.manifest.text !== undefined) {
      files.set(app.manifest.path, app.manifest.text);
    }
  }
  const edit = (file: string, change: (text: string) => string) => files.set(file, change(String(files.get(file))));
  edit(language.program, (text) => programFor(plan, language, text));
  edit(language.test, (text) => (app ? replaceIn(text, appReplacements(app, language, text)) : text));
  edit('README.md', (text) => readmeFor(plan, language, text));
  language.addPackage(files, plan.name, plan.packageFile);
  return new Map([...files].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Folder with the templates. */
function templates(): string {
  return path.dirname(path.dirname(packageFile('templates', 'typescript', 'package.json')));
}

/** Files of a folder of templates. npm does not pack files with the name .gitignore. */
function filesOf(folder: string): Map<string, string> {
  const names = fs.readdirSync(path.join(templates(), folder));
  return new Map(
    names.map((name) => [
      name === 'gitignore' ? '.gitignore' : name,
      fs.readFileSync(path.join(templates(), folder, name), 'utf8'),
    ]),
  );
}

function programFor({ app, deployer, source, template }: ProjectPlan, language: Language, text: string): string {
  const { bundle, delivery, syntax } = language;
  const path = source?.path === DEFAULT_PATH ? undefined : source?.path;
  const sourceLine = source ? language.source(syntax.text(source.url), path && syntax.text(path)) : '';
  const replacements: Replacement[] = [
    [bundle(delivery.kubectl(false)), sourceLine + bundle(delivery[deployer](template === Template.FLEET))],
    ...(app ? appReplacements(app, language, text) : []),
  ];
  const program = replaceIn(text, replacements);
  return withImports(app?.manifest ? withSettings(program, app.name, app.manifest, language) : program, IMPORTED);
}

/** Replaces name and image of the sample. */
function appReplacements({ image, name }: PlannedApp, { syntax }: Language, text: string): Replacement[] {
  return [SAMPLE.name, SAMPLE.image]
    .map((one, index): Replacement => [syntax.text(one), syntax.text([name, image][index])])
    .filter(([original]) => text.includes(original));
}

function withSettings(program: string, name: string, manifest: PlannedManifest, language: Language): string {
  const { syntax } = language;
  const { properties, secretKeys } = manifest.settings;
  const given = language.manifest(syntax.text(SAMPLE.manifest));
  const lines = [language.manifest(syntax.text(manifest.path)), ...printProperties(properties, language)];
  return replaceIn(program, [
    [given, lines.join('\n').replaceAll('\n', `\n${syntax.indent}`)],
    ...(secretKeys.length > 0
      ? [[language.application, language.secret(syntax.text(name)) + language.application] as const]
      : []),
  ]);
}

function printProperties(properties: Entries, { property, syntax }: Language): string[] {
  return properties.map(([name, value]) => property(name, print(value, syntax)));
}

function readmeFor({ app, deployer, name, template }: ProjectPlan, { program }: Language, text: string): string {
  const deliveries = filesOf('deliveries');
  const delivery = deliveries.get(`${template === Template.FLEET ? 'fleet-' : ''}${deployer}.md`) ?? '';
  const keys = app?.manifest?.settings.secretKeys ?? [];
  return text
    .replace('# project', () => `# ${name}`)
    .replace('<!-- delivery -->\n', () => delivery.replaceAll('main.ts', program))
    .replace('<!-- secret -->\n', () => (keys.length > 0 ? secretText(String(app?.name), keys) : '\n'))
    .replaceAll('](docs:', `](${documentation()}`);
}

function secretText(name: string, keys: readonly string[]): string {
  const literals = keys.map((key) => ` \\\n  --from-literal ${key}=…`);
  const command = `kubectl create secret generic ${name} --namespace default${literals.join('')}`;
  return `\nThe app reads a Secret, which stays out of Git:\n\n\`\`\`sh\n${command}\n\`\`\`\n\n`;
}

/** Address of docs/ of this version. */
function documentation(): string {
  const { homepage, version } = ownManifest();
  return `${homepage}/blob/v${version}/docs/`;
}
