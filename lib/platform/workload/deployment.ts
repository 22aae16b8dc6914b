import { ApiObjectMetadata } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { mapUnlessEmpty } from '../../private/empty';
import { Labels } from '../../private/helm-names';
import { inSeconds, PodParts, renderPod } from './pod';
import { WorkloadSettings } from './workload-settings';

/** What a component says of its Deployment, whatever the user wants. */
export interface DeploymentParts extends PodParts {
  readonly metadata: ApiObjectMetadata;

  /** Labels of the pods besides those that select them. */
  readonly podLabels?: Labels;
  readonly podAnnotations?: Labels;
}

/** Adds the Deployment of a component, and its PodDisruptionBudget if one is wanted. */
export function addDeployment(scope: Construct, parts: DeploymentParts, settings: WorkloadSettings): void {
  const { metadata, selectorLabels } = parts;
  const { terminationGracePeriod, podDisruptionBudget } = settings;
  new kplus.k8s.KubeDeployment(scope, 'Deployment', {
    metadata,
    spec: {
      replicas: settings.replicas,
      selector: { matchLabels: selectorLabels },
      template: {
        metadata: {
          annotations: mapUnlessEmpty({ ...parts.podAnnotations, ...settings.podAnnotations }),
          labels: { ...settings.podLabels, ...parts.podLabels, ...selectorLabels },
        },
        spec: {
          ...renderPod(parts, settings),
          terminationGracePeriodSeconds: terminationGracePeriod && inSeconds(terminationGracePeriod),
        },
      },
    },
  });
  podDisruptionBudget?._addTo(scope, 'PodDisruptionBudget', metadata, selectorLabels);
}
