import { field, list } from '../../synth/manifest';
import { checkEntryKeys } from '../fields';
import { Problems } from '../problems';
import { isEmpty, Requirement } from '../requirement';

/**
 * Field of a manifest, with its path: gives access to the fields below it, and reports problems of its value.
 *
 * The configurations of cloud providers have no schema here, so any field can have any type.
 */
export class CheckedField {
  public constructor(
    private readonly problems: Problems,
    /** Value of the field; undefined if it is not set. */
    public readonly value: unknown,
  ) {}

  /** Path of the field in the manifest: `spec.provider.workers[0].name`. */
  public get path(): string {
    return this.problems.path;
  }

  /** Tells if the field has a value. As in the API server, null counts as not set. */
  public get isGiven(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  /** Value of the field if it is a string. */
  public get text(): string | undefined {
    return typeof this.value === 'string' ? this.value : undefined;
  }

  /** Value of the field if it is a number. */
  public get number(): number | undefined {
    return typeof this.value === 'number' ? this.value : undefined;
  }

  /** Field at a path below this one. */
  public at(...names: string[]): CheckedField {
    return new CheckedField(this.problems.at(...names), field(this.value, ...names));
  }

  /** Items of the list at a path below this field; none if it is not a list. */
  public items(...names: string[]): CheckedField[] {
    return list(this.value, ...names).map((item, index) => new CheckedField(this.problems.at(...names, index), item));
  }

  /** Entries of the map at a path below this field; none if it is not a map. */
  public entries(...names: string[]): CheckedField[] {
    const map = this.at(...names);
    const { value } = map;
    return typeof value === 'object' && value !== null ? Object.keys(value).map((key) => map.at(key)) : [];
  }

  /**
   * Reports the first requirement that the value does not meet. A field without a value meets all of them.
   *
   * @returns true if there is a value and it meets all of them
   */
  public check(...requirements: Requirement[]): boolean {
    return this.isGiven && this.problems.require(this.value, ...requirements);
  }

  /** Reports the keys of a map below this field that do not meet a requirement. */
  public checkKeys(name: string, requirement: Requirement): void {
    this.problems.add(checkEntryKeys(this, name, requirement));
  }

  /**
   * Reports a required value that is not set; an empty string or list counts as not set.
   *
   * @returns true if there is a value
   */
  public require(rule = 'is required', remedy = 'set it'): boolean {
    if (isEmpty(this.value)) {
      this.refuse(rule, remedy);
      return false;
    }
    return true;
  }

  /** Reports the value, or another one to show in its place. */
  public refuse(rule: string, remedy: string, shown = this.value): void {
    this.problems.refuse(shown ?? undefined, rule, remedy);
  }
}

/** Reports fields that repeat the value of an earlier one. */
export function checkUnique(fields: readonly CheckedField[], remedy = 'remove one of them'): void {
  const seen = new Map<unknown, CheckedField>();
  for (const one of fields.filter(({ isGiven }) => isGiven)) {
    const earlier = seen.get(one.value);
    if (earlier) {
      one.refuse(`is defined twice, also in ${earlier.path}`, remedy);
    } else {
      seen.set(one.value, one);
    }
  }
}

/** Requirement of a whole number above 0. */
export const POSITIVE: Requirement = {
  accepts: (value) => Number.isInteger(value) && (value as number) > 0,
  text: 'must be a whole number above 0',
  remedy: 'raise it',
};

/** Requirement of a string that matches a pattern and has at most a number of characters. */
export function ofForm(form: RegExp, most: number, text: string, remedy: string): Requirement {
  return {
    accepts: (value) => typeof value === 'string' && Array.from(value).length <= most && form.test(value),
    text,
    remedy,
  };
}
