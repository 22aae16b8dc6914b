import * as kplus from 'cdk8s-plus-28';
import { SpinAppProps, SpinAppVolumeMount } from './spin-app-props';
import { Variable } from './variable';

/**
 * What a SpinApp has been told so far: its properties, copied, with the collections that can still grow.
 *
 * Rendering and checking read it and change nothing.
 */
export interface SpinAppSettings extends SpinAppProps {
  enableAutoscaling: boolean;
  readonly variables: { [name: string]: Variable };
  readonly volumes: kplus.Volume[];
  readonly volumeMounts: SpinAppVolumeMount[];
  readonly imagePullSecrets: kplus.ISecret[];
  readonly podLabels: { [key: string]: string };
  readonly podAnnotations: { [key: string]: string };
  readonly deploymentAnnotations: { [key: string]: string };
  readonly serviceAnnotations: { [key: string]: string };
}

export function settle(props: SpinAppProps): SpinAppSettings {
  const volumeMounts = (props.volumeMounts ?? []).map((mount) => ({ ...mount, volume: mount.volume.asVolume() }));
  return {
    ...props,
    enableAutoscaling: props.enableAutoscaling ?? false,
    components: props.components && [...props.components],
    extendedResources: props.extendedResources && { ...props.extendedResources },
    variables: { ...props.variables },
    volumes: [...(props.volumes ?? [])],
    volumeMounts,
    imagePullSecrets: [...(props.imagePullSecrets ?? [])],
    podLabels: { ...props.podLabels },
    podAnnotations: { ...props.podAnnotations },
    deploymentAnnotations: { ...props.deploymentAnnotations },
    serviceAnnotations: { ...props.serviceAnnotations },
  };
}

/** The volumes that are named and those that are mounted, each once. */
export function volumesOf(settings: SpinAppSettings): kplus.Volume[] {
  return [...new Set([...settings.volumes, ...settings.volumeMounts.map(({ volume }) => volume.asVolume())])];
}
