import { App } from 'cdk8s';
import { IConstruct } from 'constructs';
import { AppCheckOptions, checkApp, CheckedApp, prefixed } from './app-check';
import { planStages, StagePlan } from './stage-plan';

/** The stages of an app, with what is wrong with it. */
export interface AppPlan extends StagePlan, Pick<CheckedApp, 'warnings'> {}

/**
 * The stages of an app, and everything that is wrong with it: what constructs report, what cannot be rendered, what does
 * not fit the schema of its kind or the rules of the operators, order.
 */
export function planApp(app: App, options: AppCheckOptions): AppPlan {
  const { objects, refused, reported, tree, unrendered, warnings } = checkApp(app, options);
  const plan = planStages(app, objects);
  return {
    stages: plan.stages,
    errors: [
      ...reported,
      ...foreignDependencies(app, tree.constructs),
      ...[...unrendered].flatMap(([apiObject, error]) => prefixed(apiObject, [messageOf(error)])),
      ...refused,
      ...plan.errors,
    ],
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
          `depends on '${node.path}' of another cluster or app, which is applied apart; remove that, or use 'addDependency()' of the cluster`,
        ]),
      ),
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
