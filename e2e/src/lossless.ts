import { Duration } from 'cdk8s';
import { HealthProbe, SpinAppProps } from '../../lib';
import { POD_POLICY_API } from './cluster';

/** Two replicas that lose no request: with the readiness probe and the pod policy of the guide. */
export const LOSSLESS: Partial<SpinAppProps> = {
  replicas: 2,
  readiness: HealthProbe.fromHttpGet('/hello', { period: Duration.seconds(1), timeout: Duration.seconds(5) }),
  podPolicy: { terminationDelay: Duration.seconds(10), securityContext: {}, api: POD_POLICY_API },
};
