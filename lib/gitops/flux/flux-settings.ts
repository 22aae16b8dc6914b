import { Duration } from 'cdk8s';
import { listedError } from '../../private/errors';
import { GitSource } from '../git-source';
import { OciSource } from '../oci-source';
import { FluxDeletionPolicy, FluxDeliveryProps } from './flux-props';
import { isKnown, validateFlux } from './rules';

/** Properties of the delivery, settled. */
export interface FluxSettings {
  readonly source: GitSource | OciSource;

  /** Name of the existing source, if none is created. */
  readonly existingSource?: string;
  readonly secretRef?: string;
  readonly namespace: string;
  readonly name: string;
  readonly interval: string;
  readonly retryInterval: string;
  readonly timeout: string;

  /** That of stages with a Shoot. */
  readonly shootTimeout: string;
  readonly prune: boolean;
  readonly deletionPolicy: FluxDeletionPolicy;
  readonly serviceAccountName?: string;
  readonly kubeConfigSecret?: string;
  readonly suspend: boolean;
}

/**
 * Fills in the defaults.
 *
 * @throws with everything that is wrong at once
 */
export function settle(props: FluxDeliveryProps): FluxSettings {
  const { source } = props;
  const errors = validateFlux(props);
  if (errors.length > 0 || !isKnown(source)) {
    throw listedError('FluxDelivery has', errors);
  }
  return {
    source,
    existingSource: props.sourceName,
    secretRef: props.secretRef,
    namespace: props.namespace ?? 'flux-system',
    name: props.name ?? 'spinkube',
    interval: goDuration(props.interval ?? Duration.minutes(10)),
    retryInterval: goDuration(props.retryInterval ?? Duration.minutes(1)),
    timeout: goDuration(props.timeout ?? Duration.minutes(5)),
    shootTimeout: goDuration(props.timeout ?? Duration.minutes(30)),
    prune: props.prune ?? true,
    deletionPolicy: props.deletionPolicy ?? FluxDeletionPolicy.WAIT_FOR_TERMINATION,
    serviceAccountName: props.serviceAccountName,
    kubeConfigSecret: props.kubeConfigSecret,
    suspend: props.suspend ?? false,
  };
}

/** `1h`, `10m` or `90s`: the largest unit of which it is a whole number. */
function goDuration(duration: Duration): string {
  const seconds = duration.toSeconds();
  const [unit, length] = UNITS.find(([, each]) => seconds % each === 0) ?? ['s', 1];
  return `${seconds / length}${unit}`;
}

const UNITS: [string, number][] = [
  ['h', 3600],
  ['m', 60],
];
