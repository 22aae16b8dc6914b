import { groupOf } from '../../synth/manifest';
import { DeliveryObject } from '../delivery';

/**
 * A kind of object that deliveries treat in a way of its own: how kubectl, Flux and Argo CD tell that an object is ready,
 * how it is removed, and what may not be removed at all.
 *
 * Group and kind must both match: an Issuer of `cert.gardener.cloud` is not one of cert-manager. The version does not matter.
 */
export interface KnownKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly kubectl?: KubectlCalls;

  /**
   * Health check of Flux for the objects of this kind in a stage; `undefined` if Flux can tell by itself.
   *
   * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#health-check-expressions
   */
  readonly flux?: (objects: readonly DeliveryObject[], all: readonly DeliveryObject[]) => FluxConditions | undefined;

  /** Seconds that an object may take to become ready, if that is longer than usual. */
  readonly timeoutSeconds?: number;
  readonly argoCd?: ArgoCdCustomization;

  /**
   * Set where other objects live in or are defined by objects of this kind: uninstall.sh removes them last and only with an
   * option, and Flux never deletes them.
   */
  readonly removedOnRequest?: RemovalOption;

  /** Set where some objects of this kind, and the stages that they depend on, are never removed or pruned. */
  readonly kept?: KeptObjects;
}

/** Calls of the functions of the scripts, for an object. */
export interface KubectlCalls {
  /** Prepares the cluster for an object, before its stage is applied. */
  readonly prepares?: (object: DeliveryObject) => string[];

  /** Waits until an object is ready. The script makes those of a level together where it can. */
  readonly waits?: (object: DeliveryObject, all: readonly DeliveryObject[]) => Wait[];

  /** Installs what nodes have of an object again, in upgrade-nodes.sh. */
  readonly upgrades?: (object: DeliveryObject, all: readonly DeliveryObject[]) => string[];

  /** Function that removes an object together with its neighbors; `gone` by default. */
  readonly removedBy?: string;

  /** Removes an object on its own; without any, it is removed with its neighbors. */
  readonly removal?: (object: DeliveryObject, all: readonly DeliveryObject[]) => string[];
}

/** A call of a function of ready.sh. */
export interface Wait {
  /** Name of the function, and its arguments that do not name the object. */
  readonly call: readonly string[];

  /** The object, if it is the last argument: several calls that only differ in it become one. */
  readonly resource?: string;
}

/**
 * Health check of Flux in CEL over the fields of an object. Flux keeps waiting while an expression cannot be evaluated, for
 * example because there is no status yet.
 */
export interface FluxConditions {
  /** True once the object is ready. */
  readonly current: string;

  /** True while the object is in progress, regardless of the other expressions. */
  readonly inProgress?: string;

  /** True once waiting is useless. */
  readonly failed?: string;
}

/** How Argo CD is configured for a kind. */
export interface ArgoCdCustomization {
  /** Health check in Lua, with `obj` given. Argo CD runs it without the `string` library. */
  readonly health?: string;

  /** True for a health check that replaces a built-in one, and is left out of bundles without such objects. */
  readonly healthOnlyIfUsed?: boolean;

  /**
   * Fields of built-in types, in which Argo CD then compares quantities by value.
   *
   * @see https://argo-cd.readthedocs.io/en/stable/user-guide/diffing/#known-kubernetes-types-in-crds-resource-limits-volume-mounts-etc
   */
  readonly knownTypeFields?: readonly { readonly field: string; readonly type: string }[];

  /** Fields that others write in the cluster, which are not a difference. */
  readonly ignoredDifferences?: (object: DeliveryObject) => IgnoredFields | undefined;

  /** True if RespectIgnoreDifferences must not be set beside such an object. */
  readonly overwritesIgnored?: boolean;
}

/** Fields that Argo CD does not compare. */
export interface IgnoredFields {
  readonly jsonPointers?: string[];
  readonly jqPathExpressions?: string[];
}

/** An option of uninstall.sh, and what it removes. */
export interface RemovalOption {
  /** Name of the option and of the shell variable: `crds`. */
  readonly option: string;

  /** Plural of the kind in a message. */
  readonly plural: string;
}

/** Objects that are never removed. */
export interface KeptObjects {
  readonly includes: (manifest: unknown) => boolean;

  /** Why, as a sentence without a period. */
  readonly reason: string;
}

/** Compares group and kind of an object with those of a known kind. */
export function isOfKind(object: Pick<DeliveryObject, 'apiVersion' | 'kind'>, known: KnownKind): boolean {
  return object.kind === known.kind && groupOf(object) === groupOf(known);
}

/** Remembers what follows from all objects of a bundle, as it is asked for object by object. */
export function perBundle<T extends object | string>(
  compute: (all: readonly DeliveryObject[]) => T,
): (all: readonly DeliveryObject[]) => T {
  const known = new WeakMap<readonly DeliveryObject[], T>();
  return (all) => {
    const value = known.get(all) ?? compute(all);
    known.set(all, value);
    return value;
  };
}
