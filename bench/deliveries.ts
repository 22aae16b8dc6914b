import { Delivery, GitSource } from '../lib';

const source = GitSource.of({ url: 'https://github.com/example/gitops.git', path: 'dist' });

/** Each of the three deliveries, with its defaults. */
export const DELIVERIES = [Delivery.kubectl(), Delivery.argoCd({ source }), Delivery.flux({ source })];
