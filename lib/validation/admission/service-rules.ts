import { field, Manifest } from '../../synth/manifest';
import { Place, placesAt } from '../fields';
import { Problem, Problems } from '../problems';
import { Rule, SOURCES, SPIN_APP, Surroundings } from './rule';

/** The port of the Service that the operator creates for each SpinApp. */
const PORT = 80;

const ABOUT_BACKENDS =
  'A backend that is the Service of a SpinApp must have its port, 80. A backend whose name is nearly that of a SpinApp is probably misspelled. Otherwise requests are answered with 503.';

/** Rules for the Service that the operator creates under the name of a SpinApp, and what leads to it. */
export const SERVICE_RULES: readonly Rule[] = [
  {
    ...SPIN_APP,
    name: 'spin-app-owned-names',
    level: 'warning',
    description:
      'No Service or Deployment may have the name of a SpinApp in its namespace, because the operator applies its own, and overwrites the other or fails on it.',
    source: SOURCES.operatorService,
    check: checkOwnedNames,
  },
  {
    kind: 'Ingress',
    groups: ['networking.k8s.io'],
    name: 'ingress-backend',
    level: 'warning',
    description: ABOUT_BACKENDS,
    source: SOURCES.operatorService,
    check: (ingress, surroundings) => {
      const problems = Problems.at();
      for (const path of ['defaultBackend.service', 'rules.*.http.paths.*.backend.service']) {
        for (const service of placesAt({ path: 'spec', value: ingress.spec }, path)) {
          checkBackend(service, 'port.number', ingress, surroundings, problems);
        }
      }
      return [...problems.all];
    },
  },
  {
    kind: 'HTTPRoute',
    groups: ['gateway.networking.k8s.io'],
    name: 'http-route-backend',
    level: 'warning',
    description: ABOUT_BACKENDS,
    source: SOURCES.operatorService,
    check: (route, surroundings) => {
      const problems = Problems.at();
      for (const reference of placesAt({ path: 'spec', value: route.spec }, 'rules.*.backendRefs.*')) {
        if ((field(reference.value, 'kind') ?? 'Service') === 'Service') {
          checkBackend(reference, 'port', route, surroundings, problems);
        }
      }
      return [...problems.all];
    },
  },
];

function checkOwnedNames({ metadata }: Manifest, { inNamespace }: Surroundings): Problem[] {
  const { name = '', namespace } = metadata;
  return ['Service', 'Deployment']
    .filter((kind) => inNamespace(kind, name, namespace) !== undefined)
    .map((kind) => ({
      path: 'metadata.name',
      value: name,
      text: `is also the name of a ${kind}: the operator applies its own under this name, and overwrites the other or fails`,
      remedy: 'rename one of them',
    }));
}

function checkBackend(
  backend: Place,
  portPath: string,
  { metadata }: Manifest,
  { inNamespace, nearest }: Surroundings,
  problems: Problems,
): void {
  const name = field(backend.value, 'name');
  const namespace = (field(backend.value, 'namespace') as string | undefined) ?? metadata.namespace;
  if (typeof name !== 'string' || inNamespace('Service', name, namespace)) {
    return;
  }
  if (inNamespace('SpinApp', name, namespace)) {
    const text = `is not a port of the Service of the SpinApp '${name}'`;
    for (const { path, value } of placesAt(backend, portPath)) {
      if (typeof value === 'number' && value !== PORT) {
        problems.add([{ path, value, text, remedy: `use ${PORT}, its only port` }]);
      }
    }
    return;
  }
  const meant = nearest('SpinApp', name, namespace);
  if (meant !== undefined) {
    const text = 'is not the name of a Service or SpinApp in this namespace';
    problems.add([{ path: `${backend.path}.name`, value: name, text, remedy: `did you mean '${meant}'?` }]);
  }
}
