import { IConstruct } from 'constructs';
import { listedError, violation } from '../private/errors';
import { fieldPath, itemPath } from './field-path';
import { Requirement } from './requirement';

/** A field whose value is not valid: where it is, what it was given, which rule it breaks, and the remedy. */
export interface Problem {
  /** Path of the construct, where a list is about several; undefined where the construct itself reports it. */
  readonly construct?: string;

  /** Path of the field: `spec.volumes[0].name`. */
  readonly path: string;

  /** Its value; undefined where none was given. */
  readonly value: unknown;

  /** The rule that it breaks, as a sentence after path and value: `must be at least 1`. */
  readonly text: string;

  /** How to fix it: `raise it`. */
  readonly remedy: string;
}

/** `error` where the cluster rejects the object, `warning` where it accepts it but does not act on it as intended. */
export type Level = 'error' | 'warning';

/** A problem that a rule has found. */
export interface Finding extends Problem {
  readonly level: Level;

  /** Name of the rule: `schema`, or that of an admission rule. */
  readonly rule: string;
}

/** A problem as a sentence: `'spec.replicas' (0) must be at least 1; raise it`, after `[path]` of its construct if known. */
export function describeProblem({ construct, path, remedy, text, value }: Problem): string {
  return `${construct === undefined ? '' : `[${construct}] `}${violation(path, value, text, remedy)}`;
}

/**
 * Collects the problems of one thing, each with its path, so that all of them are reported at once.
 *
 * The `field.ErrorList` and `field.Path` of apimachinery in one: `at` leads to a field, `require` checks its value, and
 * `refuse` reports it.
 */
export class Problems {
  /** No problems yet; paths begin at `path`. */
  public static at(path = ''): Problems {
    return new Problems(path, []);
  }

  private constructor(
    /** Path of the value that is being checked. */
    public readonly path: string,
    private readonly found: Problem[],
    private readonly construct?: string,
  ) {}

  /** The same list for the fields of a construct, in a check of several constructs. */
  public about({ node }: IConstruct): Problems {
    return new Problems('', this.found, node.path);
  }

  /** The same list at a field or item below: `at('spec', 'volumes', 0)`. */
  public at(...names: (string | number)[]): Problems {
    const below = (path: string, name: string | number) =>
      typeof name === 'number' ? itemPath(path, name) : fieldPath(path, name);
    return new Problems(names.reduce<string>(below, this.path), this.found, this.construct);
  }

  /**
   * Reports the first requirement that a value does not meet.
   *
   * @returns whether it meets all of them
   */
  public require(value: unknown, ...requirements: Requirement[]): boolean {
    const broken = requirements.find(({ accepts }) => !accepts(value));
    if (broken) {
      this.refuse(value, broken.text, broken.remedy);
    }
    return broken === undefined;
  }

  /**
   * Reports a value that is not valid.
   *
   * @param value the value; undefined where none was given
   * @param rule the rule that it breaks, as a sentence after path and value
   * @param remedy how to fix it
   */
  public refuse(value: unknown, rule: string, remedy: string): void {
    this.found.push({ construct: this.construct, path: this.path, value, text: rule, remedy });
  }

  /** Adds problems that were found elsewhere; their paths are kept. */
  public add(problems: readonly Problem[]): void {
    this.found.push(...problems);
  }

  /** All problems so far. */
  public get all(): readonly Problem[] {
    return this.found;
  }

  /** The same as sentences, for `addValidation`. */
  public get messages(): string[] {
    return this.found.map(describeProblem);
  }

  /**
   * Throws an error with all problems, if there are any: for constructors and factories, which cannot continue.
   *
   * @param caller the beginning of the message: `GitSource.of`
   */
  public throwFrom(caller: string): void {
    const { messages } = this;
    if (messages.length > 0) {
      throw messages.length > 1 ? listedError(`${caller} has`, messages) : new Error(`${caller}: ${messages[0]}`);
    }
  }
}
