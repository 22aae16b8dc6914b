import { field, list } from '../../synth/manifest';
import { checkEntryKeys } from '../fields';
import { Problems } from '../problems';
import { isEmpty, Requirement } from '../requirement';

/**
 * A field of a manifest with its path: leads to the fields below it, and reports what is wrong with its value.
 *
 * The configurations of cloud providers have no schema here, so that any value can be anywhere.
 */
export class CheckedField {
  public constructor(
    private readonly problems: Problems,
    /** Its value; undefined where none is given. */
    public readonly value: unknown,
  ) {}

  /** Its path in the manifest: `spec.provider.workers[0].name`. */
  public get path(): string {
    return this.problems.path;
  }

  /** Whether it has a value. Like an API server, null counts as none. */
  public get isGiven(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  /** Its value, if that is a string. */
  public get text(): string | undefined {
    return typeof this.value === 'string' ? this.value : undefined;
  }

  /** Its value, if that is a number. */
  public get number(): number | undefined {
    return typeof this.value === 'number' ? this.value : undefined;
  }

  /** The field that names lead to from here. */
  public at(...names: string[]): CheckedField {
    return new CheckedField(this.problems.at(...names), field(this.value, ...names));
  }

  /** The items of the list that names lead to; none where there is no list. */
  public items(...names: string[]): CheckedField[] {
    return list(this.value, ...names).map((item, index) => new CheckedField(this.problems.at(...names, index), item));
  }

  /** The entries of the map that names lead to; none where there is no map. */
  public entries(...names: string[]): CheckedField[] {
    const map = this.at(...names);
    const { value } = map;
    return typeof value === 'object' && value !== null ? Object.keys(value).map((key) => map.at(key)) : [];
  }

  /**
   * Reports the first requirement that the value does not meet. A field without a value meets all of them.
   *
   * @returns whether there is a value that meets all of them
   */
  public check(...requirements: Requirement[]): boolean {
    return this.isGiven && this.problems.require(this.value, ...requirements);
  }

  /** Reports the keys of the map that names lead to that do not meet a requirement. */
  public checkKeys(name: string, requirement: Requirement): void {
    this.problems.add(checkEntryKeys(this, name, requirement));
  }

  /**
   * Reports that a value is required; the empty string and the empty list count as none.
   *
   * @returns whether there is a value
   */
  public require(rule = 'is required', remedy = 'set it'): boolean {
    if (isEmpty(this.value)) {
      this.refuse(rule, remedy);
      return false;
    }
    return true;
  }

  /** Reports the value, or what is better shown in its place. */
  public refuse(rule: string, remedy: string, shown = this.value): void {
    this.problems.refuse(shown ?? undefined, rule, remedy);
  }
}

/** Reports fields with the value of an earlier one. */
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

/** Must be a whole number above 0. */
export const POSITIVE: Requirement = {
  accepts: (value) => Number.isInteger(value) && (value as number) > 0,
  text: 'must be a whole number above 0',
  remedy: 'raise it',
};

/** Must be a text of a form, of at most so many characters. */
export function ofForm(form: RegExp, most: number, text: string, remedy: string): Requirement {
  return {
    accepts: (value) => typeof value === 'string' && Array.from(value).length <= most && form.test(value),
    text,
    remedy,
  };
}
