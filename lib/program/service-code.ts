import { ExternalTrafficPolicy } from '../app/traffic/app-service';
import { Call, Code, Member } from './code';
import { isJson, isText, Json, mapsIn, memberName } from './context';
import { appMethod, KnownKind, Rejection } from './way';

/** Label of the pods of an app. */
const APP_NAME = 'core.spinkube.dev/app-name';

/** A Service that selects the pods of a SpinApp is what `exposeViaService()` makes. */
export const SERVICE: KnownKind = {
  group: '',
  ways: ({ metadata, spec }, context) => {
    const selector = isJson(spec) && isJson(spec.selector) ? spec.selector : {};
    const appName = selector[APP_NAME];
    const app = isText(appName) ? context.app(appName) : undefined;
    if (!isJson(spec) || !app) {
      return [];
    }
    const [port, ...others] = mapsIn(spec.ports) ?? [];
    if ((port as unknown) === undefined || others.length > 0) {
      return new Rejection('exposeViaService()', "'spec.ports' must have one port");
    }
    const { externalTrafficPolicy, loadBalancerClass, loadBalancerSourceRanges, type = 'ClusterIP' } = spec;
    const policy = memberName(ExternalTrafficPolicy, externalTrafficPolicy);
    const options = {
      name: metadata.name,
      type: type === 'LoadBalancer' ? undefined : new Call('Kube.serviceType', type as Code),
      port: port.port === 80 ? undefined : (port.port as Code),
      nodePort: port.nodePort as Code,
      externalTrafficPolicy: policy === undefined ? undefined : new Member('ExternalTrafficPolicy', policy),
      loadBalancerSourceRanges: loadBalancerSourceRanges as Code,
      loadBalancerClass: loadBalancerClass as Code,
      annotations: (metadata as Json).annotations as Code,
    };
    return [{ ...appMethod(app, 'exposeViaService', [options]), place: `Service ${String(metadata.name)}` }];
  },
};
