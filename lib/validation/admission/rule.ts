import { Manifest } from '../../synth/manifest';
import { Finding } from '../finding';

/** What a rule finds; level and name are those of the rule. */
export type Breach = Omit<Finding, 'level' | 'rule'>;

/** The other objects that an object is applied with. */
export interface Surroundings {
  /** The executors of a name, of the API group of the object, in all namespaces. */
  readonly executors: (name: string) => readonly Manifest[];
}

/** Something that an operator asks of an object beyond its schema. */
export interface Rule {
  /** Name, for those who look it up: `spin-app-replicas`. */
  readonly name: string;

  /** `error` where a webhook or the API server refuses the object, `warning` where it is accepted and fails later. */
  readonly level: Finding['level'];

  /** Kind of the objects. */
  readonly kind: string;

  /** API groups of the objects: each is that of some releases of the operator. */
  readonly groups: readonly string[];

  /** What is wrong with an object. Its fields may be anything: the schema is checked elsewhere. */
  readonly check: (object: Manifest, surroundings: Surroundings) => Breach[];
}

/** API group of spin-operator since v0.4.0. */
export const SPINKUBE = 'core.spinkube.dev';

/** API group of spin-operator until v0.3.0. */
export const SPINOPERATOR = 'core.spinoperator.dev';

/** API group of runtime-class-manager. */
export const RUNTIME = 'runtime.spinkube.dev';
