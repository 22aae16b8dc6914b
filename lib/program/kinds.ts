import { groupOf, Manifest } from '../synth/manifest';
import { HORIZONTAL_POD_AUTOSCALER } from './autoscaler-code';
import { Call } from './code';
import { FieldTable } from './context';
import { HTTP_ROUTE } from './http-route-code';
import { INGRESS } from './ingress-code';
import { SCALED_OBJECT, TRIGGER_AUTHENTICATION } from './keda-code';
import { EXECUTOR_FIELDS, RUNTIME_CLASS_FIELDS, SHIM_FIELDS } from './platform-fields';
import { SERVICE } from './service-code';
import { SPIN_APP_FIELDS } from './spin-app-fields';
import { KnownKind, newConstruct, Rejection, withProperties } from './way';

/** Properties that a SpinApp may need to be valid, though no field has them. */
const ALLOWANCE = { allowPlaintextSecrets: true };

const SPIN_APP: KnownKind = {
  group: 'core.spinkube.dev',
  ways: (manifest, context) => {
    const way = newConstruct('SpinApp', SPIN_APP_FIELDS, manifest, context);
    if (way instanceof Rejection) {
      return way;
    }
    const { spinManifest } = context;
    const checked =
      spinManifest === undefined
        ? way
        : withProperties(way, { manifest: new Call('SpinManifest.fromFile', spinManifest) });
    return [checked, withProperties(checked, ALLOWANCE)];
  },
};

function construct(name: string, group: string, fields: FieldTable, isFlat?: true): KnownKind {
  return {
    group,
    ways: (manifest, context) => {
      const way = newConstruct(name, fields, manifest, context, isFlat);
      return way instanceof Rejection ? way : [way];
    },
  };
}

/** The kinds that programs are about: their objects get the best ids. */
const SUBJECTS: { readonly [kind: string]: KnownKind } = {
  SpinApp: SPIN_APP,
  SpinAppExecutor: construct('SpinAppExecutor', 'core.spinkube.dev', EXECUTOR_FIELDS),
  RuntimeClass: construct('RuntimeClass', 'node.k8s.io', RUNTIME_CLASS_FIELDS, true),
  Shim: construct('Shim', 'runtime.spinkube.dev', SHIM_FIELDS),
};

const KINDS: { readonly [kind: string]: KnownKind } = {
  ...SUBJECTS,
  HorizontalPodAutoscaler: HORIZONTAL_POD_AUTOSCALER,
  ScaledObject: SCALED_OBJECT,
  TriggerAuthentication: TRIGGER_AUTHENTICATION,
  Ingress: INGRESS,
  HTTPRoute: HTTP_ROUTE,
  Service: SERVICE,
};

/** How the object may be written; undefined if it is of a kind that only plain data can make. */
export function knownKind(manifest: Manifest): KnownKind | undefined {
  return lookUp(KINDS, manifest);
}

/** True if the object is of a kind that programs are about. */
export function isSubject(manifest: Manifest): boolean {
  return lookUp(SUBJECTS, manifest) !== undefined;
}

function lookUp(kinds: typeof KINDS, { apiVersion, kind }: Manifest): KnownKind | undefined {
  return Object.hasOwn(kinds, kind) && kinds[kind].group === groupOf({ apiVersion }) ? kinds[kind] : undefined;
}
