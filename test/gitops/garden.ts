import { ApiObject, Chart } from 'cdk8s';
import { Bundle } from '../../lib';
import { Shoot, ShootProps } from '../../lib/gardener';
import { POOL, SHOOT } from '../gardener/shoots';

/** A garden with a stage for a Shoot, after a stage with its credentials, and an unrelated stage. */
export function addShoot(bundle: Bundle, props: Partial<ShootProps> = {}): Shoot {
  const object = (chart: Chart, kind: string, apiVersion: string, name: string) =>
    new ApiObject(chart, name, { apiVersion, kind, metadata: { name } });
  const namespace = 'garden-myproj';
  const credentials = new Chart(bundle, 'credentials', { namespace });
  object(credentials, 'CredentialsBinding', 'security.gardener.cloud/v1alpha1', 'aws');
  object(new Chart(bundle, 'other', { namespace }), 'ConfigMap', 'v1', 'notes');
  return new Shoot(new Chart(bundle, 'shoot', { namespace }), 'shoot', { ...SHOOT, workerPools: [POOL], ...props });
}
