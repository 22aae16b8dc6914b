import { PYTHON, Syntax, TYPESCRIPT } from './expression';
import { addNpmPackage, addWheel } from './own-package';

/** Deployer: applies the bundle of a project. */
export enum Deployer {
  KUBECTL = 'kubectl',
  ARGO_CD = 'argo-cd',
  FLUX = 'flux',
}

/** A language of templates. */
export interface Language {
  /** Folder with the files that all templates of the language have. */
  readonly folder: string;
  readonly program: string;
  readonly test: string;
  readonly syntax: Syntax;

  /** Statement that creates the bundle. */
  readonly bundle: (delivery: string) => string;

  /** Line before it with the source of the delivery. */
  readonly source: (url: string, path?: string) => string;
  readonly delivery: { readonly [deployer in Deployer]: (isFleet: boolean) => string };

  /** Line with the Secret of the app. */
  readonly secret: (name: string) => string;

  /** Beginning of the statement that creates a SpinApplication. */
  readonly application: string;

  /** Its property with the manifest, which the others follow. */
  readonly manifest: (path: string) => string;
  readonly property: (name: string, value: string) => string;

  /** Adds this package to the dependencies of a project, from a file or a registry. */
  readonly addPackage: (files: Map<string, string | Buffer>, name: string, file?: string) => void;
}

/** The languages of templates. */
export const LANGUAGES: { readonly [name in 'typescript' | 'python']: Language } = {
  typescript: {
    folder: 'typescript',
    program: 'main.ts',
    test: 'main.test.ts',
    syntax: TYPESCRIPT,
    bundle: (delivery) => `const bundle = new Bundle({ deliveries: [${delivery}] });`,
    source: (url, file) => `const source = GitSource.of({ url: ${url}${file ? `, path: ${file}` : ''} });\n`,
    delivery: {
      [Deployer.KUBECTL]: () => 'Delivery.kubectl()',
      [Deployer.ARGO_CD]: () => 'Delivery.argoCd({ source })',
      [Deployer.FLUX]: (isFleet) => `Delivery.flux({ source${isFleet ? ", kubeConfigSecret: 'kubeconfig'" : ''} })`,
    },
    secret: (name) => `const secret = Existing.secret(${name}); // the README says how to create it\n`,
    manifest: (file) => `manifest: SpinManifest.fromFile(${file}),`,
    application: 'new SpinApplication(',
    property: (name, value) => `${name}: ${value},`,
    addPackage: addNpmPackage,
  },
  python: {
    folder: 'python',
    program: 'main.py',
    test: 'test_main.py',
    syntax: PYTHON,
    bundle: (delivery) => `bundle = Bundle(deliveries=[${delivery}])`,
    source: (url, file) => `source = GitSource.of(url=${url}${file ? `, path=${file}` : ''})\n`,
    delivery: {
      [Deployer.KUBECTL]: () => 'Delivery.kubectl()',
      [Deployer.ARGO_CD]: () => 'Delivery.argo_cd(source=source)',
      [Deployer.FLUX]: () => 'Delivery.flux(source=source)',
    },
    secret: (name) => `secret = Existing.secret(${name})  # the README says how to create it\n`,
    manifest: (file) => `manifest=SpinManifest.from_file(${file}),`,
    application: 'SpinApplication(\n',
    property: (name, value) => `${PYTHON.name(name)}=${value},`,
    addPackage: addWheel,
  },
};
