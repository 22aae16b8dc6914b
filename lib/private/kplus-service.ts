import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';

/**
 * A Service that somebody else makes, in the form that the methods of cdk8s-plus want.
 *
 * cdk8s-plus has no reference to a Service by name, so one is made and its manifest dropped.
 */
export function referencedService(scope: Construct, id: string, owner: ApiObject, port: number): kplus.Service {
  const metadata = { name: owner.name, namespace: owner.metadata.namespace };
  const service = new kplus.Service(scope, id, { metadata, ports: [{ port }] });
  service.node.tryRemoveChild('Resource');
  return service;
}
