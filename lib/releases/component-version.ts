import { checkedProps } from '../private/checked-props';
import { violation } from '../private/errors';
import { compareVersions, parseVersion } from '../private/versions';
import { Facts } from './facts';

/** Version of a component of SpinKube: a constant of its class, or another version of a known line by `of()`. */
export abstract class ComponentVersion {
  /** The version as its release is called, such as `v0.6.1`. */
  public readonly name: string;

  /**
   * Set by each class of versions. The constructor here takes no facts: jsii would want their type exported, because a
   * protected constructor is part of the API.
   *
   * @internal
   */
  public readonly _facts!: Facts;

  /**
   * The known version that this one is rendered like; undefined for a known version.
   *
   * @internal
   */
  public readonly _like?: ComponentVersion;

  protected constructor(name: string, like?: ComponentVersion) {
    this.name = name;
    this._like = like;
  }

  /** The version as its release is called. */
  public toString(): string {
    return this.name;
  }

  /**
   * Tells if this version, or the known version that it is like, is older than a known one.
   *
   * @internal
   */
  public _isBefore(other: ComponentVersion): boolean {
    return compareVersions((this._like ?? this).name, other.name) < 0;
  }

  /**
   * Warns of a version that is not a known one.
   *
   * @internal
   */
  public _warnings(component: string): string[] {
    const rule = `is not covered by the tests of this library: ${component} is rendered like ${this._like?.name ?? ''}`;
    return this._like ? [violation('version', this.name, rule, 'compare it with the release of the component')] : [];
  }
}

/** An enum-like class: its constants are its only objects, or nearly. */
export interface EnumLike<T extends object> {
  readonly name: string;
  readonly prototype: T;
}

/** An enum-like class of versions. */
export type VersionClass<V extends ComponentVersion> = EnumLike<V>;

/** The constants of an enum-like class by name: `V0_6_1`. */
export function constantsOf<T extends object>(type: EnumLike<T>): [constant: string, value: T][] {
  return Object.entries(type).filter((entry): entry is [string, T] => isOf(type, entry[1]));
}

function isOf<T extends object>(type: EnumLike<T>, value: unknown): value is T {
  return value instanceof (type as unknown as new () => T);
}

/**
 * The known version that another one of its line is like: the newest that is not newer, or else the oldest of the line.
 *
 * @throws if the version is malformed, or of no known line
 */
export function nearestKnown<V extends ComponentVersion>(type: VersionClass<V>, version: string): V {
  const known = constantsOf(type).map(([, constant]) => constant);
  const refuse = (rule: string, remedy: string) =>
    new Error(`${type.name}.of: ${violation('version', version, rule, remedy)}`);
  const example = known[known.length - 1].name;
  if (!parseVersion(version) || version.startsWith('v') !== example.startsWith('v')) {
    throw refuse('is not a valid version', `write it like ${example}`);
  }
  const line = known.filter(({ name }) => lineOf(name) === lineOf(version));
  if (line.length === 0) {
    const lines = [...new Set(known.map(({ name }) => `${lineOf(name)}.x`))].join(', ');
    throw refuse(`is not of a line that this library knows (${lines})`, 'use a version of one of them');
  }
  const newestFirst = line.sort((one, other) => compareVersions(other.name, one.name));
  return newestFirst.find(({ name }) => compareVersions(name, version) <= 0) ?? newestFirst[newestFirst.length - 1];
}

/** Major and minor version: what a component consists of differs between lines, and hardly within one. */
function lineOf(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}

/**
 * The facts of another version: those of a known one, with images that are given or have the tag of this version.
 *
 * @throws if the tag of an image that is not given does not follow from the version
 */
export function factsOf<F extends Facts>(type: { readonly name: string }, known: F, version: string, given: object): F {
  checkedProps(`${type.name}Options`, given, `${type.name}.of`);
  const images = Object.entries(known)
    .filter(([name]) => /image$/i.test(name))
    .map(([name, image]: [string, string]) => {
      const tagged = image.endsWith(`:${known.version}`);
      const own = (given as { [name: string]: string | undefined })[name];
      if (own === undefined && !tagged) {
        const rule = `is required: the tag of ${image} does not follow from the version`;
        throw new Error(`${type.name}.of: ${violation(name, undefined, rule, 'name the image')}`);
      }
      return [name, own ?? `${image.slice(0, -known.version.length)}${version}`];
    });
  return { ...known, version, ...Object.fromEntries(images) } as F;
}

/** Tells if a known version is the one that is asked for, with nothing changed. */
export function isAsKnown(known: ComponentVersion, version: string, options: object): boolean {
  return known.name === version && Object.values(options).every((value) => value === undefined);
}
