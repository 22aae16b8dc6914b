import { ArgoCdDelivery } from './argo-cd/argo-cd-delivery';
import { ArgoCdDeliveryProps } from './argo-cd/argo-cd-props';
import { IDelivery } from './delivery';
import { FluxDelivery } from './flux/flux-delivery';
import { FluxDeliveryProps } from './flux/flux-props';
import { KubectlDelivery } from './kubectl/kubectl-delivery';

/** The deliveries of this library. */
export class Delivery {
  /**
   * Objects with which Argo CD installs the bundle in order.
   *
   * @param props where Argo CD fetches the bundle from, and how it syncs
   * @throws with everything that is wrong with the properties at once
   */
  public static argoCd(props: ArgoCdDeliveryProps): IDelivery {
    return new ArgoCdDelivery(props);
  }

  /**
   * Objects with which Flux installs the bundle in order.
   *
   * @param props where Flux fetches the bundle from, and how it applies it
   * @throws with everything that is wrong with the properties at once
   */
  public static flux(props: FluxDeliveryProps): IDelivery {
    return new FluxDelivery(props);
  }

  /** Scripts that install and remove the bundle with kubectl. */
  public static kubectl(): IDelivery {
    return new KubectlDelivery();
  }
}
