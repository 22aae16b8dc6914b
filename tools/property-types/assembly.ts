import { loadAssemblyFromPath } from '@jsii/spec';
import * as path from 'path';

/** A reference to a type in a jsii assembly. */
export interface TypeReference {
  readonly primitive?: string;
  readonly fqn?: string;
  readonly union?: { readonly types: readonly TypeReference[] };
  readonly collection?: { readonly kind: 'array' | 'map'; readonly elementtype: TypeReference };
}

/** A documented part of an assembly. */
export interface Documented {
  readonly name: string;
  readonly docs?: { readonly deprecated?: string };
  readonly locationInModule?: { readonly line: number };
}

interface Property extends Documented {
  readonly type: TypeReference;
  readonly const?: boolean;
  readonly optional?: boolean;
  readonly protected?: boolean;
  readonly static?: boolean;
}

interface Method extends Documented {
  readonly static?: boolean;
  readonly parameters?: readonly Property[];
  readonly returns?: { readonly type: TypeReference };
}

/** A type of a jsii assembly. */
export interface Type {
  readonly fqn: string;
  readonly name: string;
  readonly kind: 'class' | 'enum' | 'interface';
  readonly symbolId: string;
  readonly namespace?: string;
  readonly abstract?: boolean;
  readonly base?: string;
  readonly datatype?: boolean;
  readonly interfaces?: readonly string[];
  readonly initializer?: Pick<Method, 'parameters'>;
  readonly members?: readonly Documented[];
  readonly properties?: readonly Property[];
  readonly methods?: readonly Method[];
}

/** Types by their full names. */
export type Types = ReadonlyMap<string, Type>;

/** A public call that takes a struct. */
export interface StructCall {
  readonly owner: Type;
  /** Name of the method; `new` for a constructor. */
  readonly name: string;
  readonly isStatic: boolean;
  readonly parameters: readonly Property[];
  /** Position of the struct among the parameters. */
  readonly at: number;
}

/** The types of this package after a build, and of the libraries that it uses. */
export function readTypes(): Types {
  const root = path.join(__dirname, '..', '..');
  const packages = ['', ...['cdk8s', 'cdk8s-plus-28', 'constructs'].map((name) => path.join('node_modules', name))];
  return new Map(
    packages.flatMap((folder) => {
      const { types } = loadAssemblyFromPath(path.join(root, folder), false);
      return Object.entries(types as { readonly [fqn: string]: Type });
    }),
  );
}

/** Our own classes, without the generated L1 constructs. */
export function ownClasses(types: Types): Type[] {
  return [...types.values()].filter((type) => type.kind === 'class' && isOwn(type));
}

/** Tells if a type is one of `lib/`. */
export function isOwn({ fqn, symbolId }: Type): boolean {
  return fqn.startsWith('cdk8s-spinkube.') && symbolId.startsWith('lib/');
}

/** The public calls that take a struct, except for `deliver()`, which the bundle calls. */
export function structCalls(types: Types): StructCall[] {
  return ownClasses(types).flatMap((owner) => {
    const constructors = owner.initializer ? [{ ...owner.initializer, name: 'new', static: true }] : [];
    const methods = (owner.methods ?? []).filter(({ name }) => name !== 'deliver');
    return [...constructors, ...methods].flatMap(({ name, parameters = [], static: isStatic = false }) => {
      const at = parameters.findIndex(({ type }) => isStruct(types, elementOf(type)));
      return at < 0 ? [] : [{ owner, name, isStatic, parameters, at }];
    });
  });
}

/** Tells if a type is a struct: an interface of properties only. */
export function isStruct(types: Types, { fqn }: TypeReference): boolean {
  return fqn !== undefined && types.get(fqn)?.datatype === true;
}

/** The type itself, or of the elements of a collection; of several, that of cdk8s-plus, whose name is the same in all versions. */
export function elementOf({ collection, ...type }: TypeReference): TypeReference {
  const foreign = type.union?.types.find(isForeign);
  return collection ? elementOf(collection.elementtype) : (foreign ?? type);
}

/** The same, with our classes beside that of cdk8s-plus. */
export function elementsOf(types: Types, { collection, ...type }: TypeReference): TypeReference[] {
  const ours = type.union?.types.filter((one) => types.get(one.fqn ?? '')?.kind === 'class' && !isForeign(one)) ?? [];
  return collection ? elementsOf(types, collection.elementtype) : [elementOf(type), ...ours];
}

function isForeign({ fqn }: TypeReference): boolean {
  return fqn?.startsWith('cdk8s-plus-28.') === true;
}
