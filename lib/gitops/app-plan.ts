import { ApiObject, App, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { rememberingRoutes } from '../app/spin-manifest/routes-to-service';
import { asBundledDefinition } from '../platform/bundled-definition';
import { crdFilesIn } from '../private/crd-files';
import { ImportedResource } from '../private/imported-resource';
import { allowsPlaintextSecrets } from '../private/plaintext-secrets';
import { warningsOf } from '../private/warnings';
import { withFastToJson } from '../synth/cdk8s/fast-to-json';
import { ConstructTree } from '../synth/construct-tree';
import { field, Manifest, RenderedObject } from '../synth/manifest';
import { PLAINTEXT_RULE_NAMES } from '../validation/admission/plaintext-rules';
import { FieldValidation } from '../validation/field-validation';
import { describeProblem, Problems } from '../validation/problems';
import { objectCheck } from '../validation/object-check';
import { ImageMirror, MirroredCopy } from './image-mirror';
import { planStages, StagePlan } from './stage-plan';

/** Kinds whose objects must be in the app if they are referred to, or be imported as objects of the cluster. */
const COMPLETE_KINDS = ['RuntimeClass', 'SpinAppExecutor'];

/** The constructs and objects of an app, and what is wrong with each. */
export interface CheckedApp {
  readonly tree: ConstructTree;
  readonly objects: RenderedObject[];

  /** Messages of the constructs' own validation. */
  readonly reported: string[];

  /** Objects that cannot be rendered, with the error. */
  readonly unrendered: Map<ApiObject, unknown>;

  /** Errors of the schemas and rules. */
  readonly refused: string[];

  /** Warnings: of constructs first, then of schemas and rules. */
  readonly warnings: string[];

  /** Images and archives that are in a mirror, by their new name. */
  readonly mirrored: Mirrored;
}

/** Images and archives that are in a mirror, by their new name. */
export type Mirrored = ReadonlyMap<string, MirroredCopy>;

/** How an app is checked. */
export interface AppCheckOptions {
  /** Treatment of fields that the API server would drop. */
  readonly fieldValidation: FieldValidation;

  /** Mirror of the images and archives. */
  readonly imageMirror?: ImageMirror;

  /** Allows secrets in plain text in an object; by default, `allowPlaintextSecrets` of the constructs decides. */
  readonly mayHaveSecrets?: (apiObject: ApiObject) => boolean;
}

/** Asks the constructs of an app, renders its objects, each once, and checks them. */
export function checkApp(app: App, options: AppCheckOptions): CheckedApp {
  return rememberingRoutes(() => withFastToJson(() => check(app, options)));
}

function check(app: App, options: AppCheckOptions): CheckedApp {
  const tree = new ConstructTree(app);
  const { constructs } = tree;
  const reports = reportsOf(constructs);
  const { nameless, objects: originals, unrendered } = render(constructs);
  const { mirrored, objects, refused: unmirrored, warnings: unchanged } = mirror(originals, options.imageMirror);
  // What a construct has said of its own object is not said again.
  const hasSpoken = (owner?: IConstruct) => owner !== undefined && !Chart.isChart(owner) && reports.has(owner);
  const unreported = reports.size > 0 ? objects.filter(({ apiObject }) => !hasSpoken(apiObject.node.scope)) : objects;
  const externals = constructs.filter((construct) => construct instanceof ImportedResource);
  const { refused, warnings } = findingsOf(objects, unreported, externals, crdFilesIn(constructs), options);
  return {
    tree,
    objects,
    reported: [...reports].flatMap(([construct, messages]) => prefixed(construct, messages)),
    unrendered,
    refused: [...nameless.messages, ...unmirrored, ...refused],
    warnings: [...warningsAt(constructs), ...unchanged, ...warnings],
    mirrored,
  };
}

/** Objects with the images of a mirror, if there is one. */
function mirror(
  objects: RenderedObject[],
  imageMirror?: ImageMirror,
): Pick<CheckedApp, 'mirrored' | 'objects' | 'refused' | 'warnings'> {
  const mirrored = new Map<string, MirroredCopy>();
  const problems = Problems.at();
  const warnings: string[] = [];
  if (!imageMirror) {
    return { mirrored, objects, refused: [], warnings };
  }
  const changed = objects.map((object) => {
    const { apiObject } = object;
    const { copies, manifest, unchanged } = imageMirror._apply(object.manifest, problems.about(apiObject));
    for (const copy of copies) {
      const { from, to } = mirrored.get(copy.to) ?? copy;
      if (from === copy.from) {
        mirrored.set(to, copy);
      } else {
        const rule = `has the same name in the image mirror as ${from}: ${to}`;
        problems.about(apiObject).at('imageMirror').refuse(copy.from, rule, 'give their registries different mirrors');
      }
    }
    warnings.push(...prefixed(apiObject, unchanged.messages));
    return { ...object, manifest };
  });
  return { mirrored, objects: changed, refused: problems.messages, warnings };
}

/** Messages of the constructs that report any. */
function reportsOf(constructs: IConstruct[]): Map<IConstruct, string[]> {
  const reports = new Map<IConstruct, string[]>();
  for (const construct of constructs) {
    const messages = construct.node.validate();
    if (messages.length > 0) {
      reports.set(construct, messages);
    }
  }
  return reports;
}

/** Warnings of the constructs. */
function warningsAt(constructs: IConstruct[]): string[] {
  const found: string[] = [];
  for (const construct of constructs) {
    const warnings = warningsOf(construct);
    if (warnings.length > 0) {
      found.push(...prefixed(construct, warnings));
    }
  }
  return found;
}

/** Puts the path of a construct before messages about it. */
function prefixed({ node }: IConstruct, messages: readonly string[]): string[] {
  return messages.map((message) => `[${node.path}] ${message}`);
}

/** Checks objects by schemas and rules. */
function findingsOf(
  objects: RenderedObject[],
  unreported: RenderedObject[],
  externals: ImportedResource[],
  crdFiles: readonly string[],
  { fieldValidation, mayHaveSecrets = allowsPlaintextSecrets }: AppCheckOptions,
): Pick<CheckedApp, 'refused' | 'warnings'> {
  const check = objectCheck(
    objects.map(({ manifest }) => manifest),
    { crdFiles, fieldValidation, knowledge: { completeKinds: COMPLETE_KINDS, externals } },
  );
  const refused: string[] = [];
  const warnings: string[] = [];
  for (const { apiObject, manifest, text } of unreported) {
    // What is taken as text has only its main fields here.
    for (const finding of text === undefined ? check(manifest) : []) {
      if (!PLAINTEXT_RULE_NAMES.includes(finding.rule) || !mayHaveSecrets(apiObject)) {
        (finding.level === 'error' ? refused : warnings).push(...prefixed(apiObject, [describeProblem(finding)]));
      }
    }
  }
  return { refused, warnings };
}

/** Rendered objects. Those without metadata are kept apart: no check could name them. */
interface Rendered extends Pick<CheckedApp, 'objects' | 'unrendered'> {
  readonly nameless: Problems;
}

function render(constructs: IConstruct[]): Rendered {
  const rendered: Rendered = { objects: [], unrendered: new Map(), nameless: Problems.at() };
  for (const apiObject of constructs.filter((construct) => ApiObject.isApiObject(construct))) {
    try {
      const object = renderObject(apiObject);
      if ((field(object.manifest, 'metadata') ?? undefined) !== undefined) {
        rendered.objects.push(object);
      } else {
        const rule = 'is required: an object without a name cannot be applied';
        rendered.nameless.about(apiObject).at('metadata').refuse(undefined, rule, 'set its name');
      }
    } catch (error) {
      rendered.unrendered.set(apiObject, error);
    }
  }
  return rendered;
}

function renderObject(apiObject: ApiObject): RenderedObject {
  const definition = asBundledDefinition(apiObject);
  const text = definition?.text();
  return definition && text !== undefined
    ? { apiObject, manifest: definition.outline(), text }
    : { apiObject, manifest: apiObject.toJson() as Manifest };
}

/** The stages of an app, with what is wrong with it. */
export interface AppPlan extends StagePlan, Pick<CheckedApp, 'mirrored' | 'warnings'> {}

/**
 * The stages of an app, and everything that is wrong with it: what constructs report, what cannot be rendered, what does
 * not fit the schema of its kind or the rules of the operators, order.
 */
export function planApp(app: App, options: AppCheckOptions): AppPlan {
  const { mirrored, objects, refused, reported, tree, unrendered, warnings } = checkApp(app, options);
  const plan = planStages(tree, objects);
  return {
    stages: plan.stages,
    errors: [
      ...reported,
      ...foreignDependencies(app, tree.constructs),
      ...[...unrendered].flatMap(([apiObject, error]) => prefixed(apiObject, [messageOf(error)])),
      ...refused,
      ...plan.errors,
    ],
    mirrored,
    warnings,
  };
}

/** Clusters are applied apart from each other, each by itself: nothing waits for what is in another one. */
function foreignDependencies(app: App, constructs: IConstruct[]): string[] {
  return constructs.flatMap((construct) =>
    construct.node.dependencies
      .filter(({ node }) => node.root !== app)
      .flatMap(({ node }) =>
        prefixed(construct, [
          `depends on '${node.path}' of another cluster or app, which is applied separately; remove the dependency, or use 'addDependency()' of the cluster`,
        ]),
      ),
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
