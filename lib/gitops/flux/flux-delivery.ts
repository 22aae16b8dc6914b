import { listedError } from '../../private/errors';
import { stringifyYaml } from '../../synth/yaml';
import { DeliveryContext, DeliveryFile, IDelivery } from '../delivery';
import { FluxDeliveryProps } from './flux-props';
import { FluxSettings, settle } from './flux-settings';
import { Installation } from './installation';
import { stageKustomization } from './kustomization';
import { sourceManifest } from './source';
import { validateStages } from './stage-rules';

const FOLDER = 'flux';

/**
 * Objects that let Flux install a bundle in order: a source, and a Kustomization for each stage that waits for those of the
 * stages before. `flux/kustomization.yaml` says how to apply them.
 *
 * Flux 2.6 or later.
 *
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/
 *
 * @example
 *
 * const source = GitSource.of({ url: 'https://github.com/example/gitops.git' });
 * const bundle = new Bundle({ deliveries: [new FluxDelivery({ source })] });
 */
export class FluxDelivery implements IDelivery {
  public readonly name = 'flux';

  private readonly settings: FluxSettings;

  /**
   * A delivery to Flux.
   *
   * @param props where Flux fetches the bundle from, and how it applies it
   * @throws with everything that is wrong with the properties at once
   */
  public constructor(props: FluxDeliveryProps) {
    this.settings = settle(props);
  }

  /**
   * `flux/kustomizations.yaml`, and what belongs to it.
   *
   * @param context the stages
   * @throws if a stage has a name too long for a Kustomization, or both executors and SpinApps
   */
  public deliver(context: DeliveryContext): DeliveryFile[] {
    return context.stages.length > 0 ? filesOf(new Installation(this.settings, context)) : [];
  }
}

function filesOf(installation: Installation): DeliveryFile[] {
  const errors = validateStages(installation);
  if (errors.length > 0) {
    throw listedError('FluxDelivery has', errors);
  }
  const createsSource = installation.settings.existingSource === undefined;
  const objects = {
    ...(createsSource && { 'source.yaml': print([sourceManifest(installation)]) }),
    'kustomizations.yaml': print(
      installation.stages.map((stage) => stageKustomization(installation, stage)),
      KUSTOMIZATIONS + (installation.kept.size > 0 ? KEPT_SHOOTS : ''),
    ),
  };
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    sortOptions: { order: 'fifo' },
    resources: Object.keys(objects),
  };
  return Object.entries({ ...objects, 'kustomization.yaml': print([kustomization], KUSTOMIZATION) }).map(
    ([file, text]) => ({ path: `${FOLDER}/${file}`, text }),
  );
}

function print(manifests: unknown[], comment = ''): string {
  return `---\n${comment}${manifests.map(stringifyYaml).join('---\n')}`;
}

const KUSTOMIZATIONS = `# Flux applies these in the order of dependsOn, but deletes them in any order. To remove the bundle, delete them one by one
# from the last to the first: executors stay for ever when spin-operator goes before them. Definitions and Namespaces are
# never deleted; what others have of them or in them would go too.
`;

const KEPT_SHOOTS = `# Nor is a Shoot, which is a whole cluster, with the stages that it needs, before its deletion is confirmed.
`;

const KUSTOMIZATION = `# What starts it all, once Flux is there. In this folder, now and whenever a file here has changed:
#
#   kubectl apply -k .
`;
