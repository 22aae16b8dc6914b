import { App } from 'cdk8s';
import { Construct } from 'constructs';
import { invalid, listedError } from '../../private/errors';
import { FieldValidation } from '../../validation/field-validation';
import { AnnotatedObject, Annotations, joinAnnotations } from '../annotations';
import { planApp } from '../app-plan';
import { isCustomResourceDefinition } from '../kinds/custom-resource-definition';
import { keptStages } from '../kinds/known-kinds';

export const SYNC_WAVE = 'argocd.argoproj.io/sync-wave';

/**
 * Sync waves for an app that is not a `Bundle`.
 *
 * A `Bundle` writes them with `Delivery.argoCd({ mode: ArgoCdMode.SYNC_WAVES })`, together with an Application and
 * the health checks without which Argo CD does not wait for SpinKube's objects.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
 *
 * @example
 *
 * const app = new App();
 * new SpinKube(app, 'spinkube');
 * ArgoCdSyncWaves.annotate(app);
 * app.synth();
 */
export class ArgoCdSyncWaves {
  /**
   * Annotates every object of an app with the level of its stage, which follows from the dependencies, and
   * CustomResourceDefinitions and Shoots so that they are never pruned. Call it when the app is complete, right before `synth()`.
   *
   * @param app the app
   * @throws with everything that is wrong at once: what the constructs report, objects without a namespace or defined twice,
   * dependencies in a circle; or if it is not an app
   */
  public static annotate(app: App): void {
    if (!Construct.isConstruct(app)) {
      throw invalid('ArgoCdSyncWaves.annotate', 'app', app, 'is not an App', 'give the App or Bundle to annotate');
    }
    // Such an app is checked for its order; where its manifests are kept, it has not said.
    const { errors, stages } = planApp(app, { fieldValidation: FieldValidation.IGNORE, mayHaveSecrets: () => true });
    if (errors.length > 0) {
      throw listedError('Validation failed with', errors);
    }
    const kept = keptStages(stages.map((stage) => ({ ...stage, dependsOn: stage.dependencies })));
    for (const { level, name, objects } of stages) {
      for (const {
        apiObject: { metadata },
        manifest,
      } of objects) {
        const own = (metadata.toJson() as { annotations?: Annotations }).annotations ?? {};
        Object.entries(joinAnnotations(own, syncWaveAnnotations({ level, manifest, isKept: kept.has(name) }))).forEach(
          ([key, value]) => {
            metadata.addAnnotation(key, value);
          },
        );
      }
    }
  }
}

/** Annotations with which Argo CD reads the order from the manifests. */
export function syncWaveAnnotations({ isKept, level, manifest }: AnnotatedObject): Annotations {
  const options = [
    ...(isKept || isCustomResourceDefinition(manifest) ? ['Prune=false'] : []),
    ...(isKept ? ['Delete=false'] : []),
  ];
  return {
    [SYNC_WAVE]: String(level),
    ...(options.length > 0 && { 'argocd.argoproj.io/sync-options': options.join() }),
  };
}
