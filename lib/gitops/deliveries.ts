import { IDelivery } from './delivery';
import { KubectlDelivery } from './kubectl/kubectl-delivery';

/** The deliveries that this library has. */
export class Delivery {
  /** Scripts that install and remove the bundle with kubectl. */
  public static kubectl(): IDelivery {
    return new KubectlDelivery();
  }
}
