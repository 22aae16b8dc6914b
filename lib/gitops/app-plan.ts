import { ApiObject, App, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { asBundledDefinition } from '../platform/bundled-definition';
import { ImportedResource } from '../private/imported-resource';
import { allowsPlaintextSecrets } from '../private/plaintext-secrets';
import { warningsOf } from '../private/warnings';
import { Manifest, RenderedObject } from '../synth/manifest';
import { PLAINTEXT_RULE_NAMES } from '../validation/admission/plaintext-rules';
import { FieldValidation } from '../validation/field-validation';
import { describeFinding } from '../validation/finding';
import { objectCheck } from '../validation/object-check';
import { planStages, StagePlan } from './stage-plan';

/** What these refer to must be in the app, or referred to as the cluster's. */
const COMPLETE_KINDS = ['RuntimeClass', 'SpinAppExecutor'];

/** The stages of an app, with what is wrong with it. */
export interface AppPlan extends StagePlan {
  /** What the cluster would accept, and not do as it was meant; what constructs warn of first. */
  readonly warnings: string[];
}

/**
 * The stages of an app, and everything that is wrong with it: what constructs report, what cannot be rendered, what does
 * not fit the schema of its kind or the rules of the operators, order.
 *
 * @param app the app
 * @param fieldValidation what to do about fields that the API server would drop
 * @param mayHaveSecrets whether secrets may stand in the manifests; by default, where the constructs say so
 */
export function planApp(
  app: App,
  fieldValidation: FieldValidation,
  mayHaveSecrets: (apiObject: ApiObject) => boolean = allowsPlaintextSecrets,
): AppPlan {
  const constructs = app.node.findAll();
  const reported = new Map(constructs.map((construct) => [construct, construct.node.validate()]));
  const errors = [...reported].flatMap(([construct, messages]) => prefixed(construct, messages));
  errors.push(...foreignDependencies(app, constructs));
  const objects = render(constructs, errors);
  // What a construct has said of its own object is not said again.
  const hasSpoken = (owner?: IConstruct) => owner && !Chart.isChart(owner) && reported.get(owner)?.length !== 0;
  const unreported = objects.filter(({ apiObject }) => !hasSpoken(apiObject.node.scope));
  const externals = constructs.filter((construct) => construct instanceof ImportedResource);
  const found = findingsOf(objects, unreported, { fieldValidation, externals, mayHaveSecrets });
  const plan = planStages(app, objects);
  return {
    stages: plan.stages,
    errors: [...errors, ...found.errors, ...plan.errors],
    warnings: [...constructs.flatMap((one) => prefixed(one, warningsOf(one))), ...found.warnings],
  };
}

/** What an app has chosen, and says of the cluster. */
interface Choices {
  readonly externals: ImportedResource[];
  readonly fieldValidation: FieldValidation;
  readonly mayHaveSecrets: (apiObject: ApiObject) => boolean;
}

/** What does not fit the schemas, and what operators would refuse or could not do. */
function findingsOf(
  objects: RenderedObject[],
  unreported: RenderedObject[],
  { externals, fieldValidation, mayHaveSecrets }: Choices,
): Pick<AppPlan, 'errors' | 'warnings'> {
  const check = objectCheck(
    objects.map(({ manifest }) => manifest),
    { fieldValidation, knowledge: { completeKinds: COMPLETE_KINDS, externals } },
  );
  const errors: string[] = [];
  const warnings: string[] = [];
  for (const { apiObject, manifest } of unreported) {
    const found = check(manifest);
    const isAllowed = (rule: string) => PLAINTEXT_RULE_NAMES.includes(rule) && mayHaveSecrets(apiObject);
    for (const finding of found.filter(({ rule }) => !isAllowed(rule))) {
      (finding.level === 'error' ? errors : warnings).push(...prefixed(apiObject, [describeFinding(finding)]));
    }
  }
  return { errors, warnings };
}

/** Renders what can be rendered, and adds to the errors what cannot. */
function render(constructs: IConstruct[], errors: string[]): RenderedObject[] {
  const rendered: RenderedObject[] = [];
  for (const apiObject of constructs.filter((construct) => ApiObject.isApiObject(construct))) {
    try {
      rendered.push(renderObject(apiObject));
    } catch (error) {
      errors.push(...prefixed(apiObject, [error instanceof Error ? error.message : String(error)]));
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

/** Clusters are applied apart from each other, each by itself: nothing waits for what is in another one. */
function foreignDependencies(app: App, constructs: IConstruct[]): string[] {
  return constructs.flatMap((construct) =>
    construct.node.dependencies
      .filter(({ node }) => node.root !== app)
      .flatMap(({ node }) =>
        prefixed(construct, [
          `depends on '${node.path}' of another cluster or app, which is applied apart; remove that`,
        ]),
      ),
  );
}

function prefixed({ node }: IConstruct, messages: string[]): string[] {
  return messages.map((message) => `[${node.path}] ${message}`);
}
