import * as fs from 'fs';
import * as path from 'path';
import { Manifest, manifestsIn } from './testing';

/** A node of an OpenAPI schema, as far as the tests look into it. */
export interface Schema {
  readonly description?: string;
  readonly default?: string | number | boolean;
  readonly properties?: { readonly [name: string]: Schema };
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
}

/** A CustomResourceDefinition. */
export interface Definition extends Manifest {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: { readonly name: string; readonly schema: { readonly openAPIV3Schema: Schema } }[];
  };
}

/** A property of a schema, and where it is: `spec.volumes[].name`. */
export interface Field {
  readonly path: string;
  readonly schema: Schema;
}

/** The definitions of a file, for example `crds/core.spinkube.dev-v0.6.1.yaml`. */
export function definitionsIn(file: string): Definition[] {
  return manifestsIn<Definition>(fs.readFileSync(path.join(__dirname, '..', file), 'utf8'));
}

/** Every property below a schema. */
export function fieldsOf({ properties = {}, items, additionalProperties }: Schema, at = ''): Field[] {
  const inner = typeof additionalProperties === 'object' ? additionalProperties : items;
  return [
    ...Object.entries(properties).flatMap(([name, schema]) => {
      const here = at === '' ? name : `${at}.${name}`;
      return [{ path: here, schema }, ...fieldsOf(schema, here)];
    }),
    ...(inner ? fieldsOf(inner, `${at}[]`) : []),
  ];
}

/** The paths of all fields that a value sets, in the spelling of `fieldsOf()`. */
export function pathsOf(value: unknown, at = ''): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item) => pathsOf(item, `${at}[]`));
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([name, child]) => {
    const here = at === '' ? name : `${at}.${name}`;
    return [here, ...pathsOf(child, here)];
  });
}
