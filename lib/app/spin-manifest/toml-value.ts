import { TomlDate } from 'smol-toml';
import { violation } from '../../private/errors';
import { fieldPath, itemPath } from '../../validation/field-path';

/** So much of a value is shown. */
const MOST_SHOWN = 60;

/**
 * A value of a TOML file and where it is. What is asked of it and is not so is noted, and reading goes on: everything that
 * is wrong is said at once.
 */
export class TomlValue {
  public constructor(
    /** What is wrong so far, each once: a value may be asked for several times. */
    private readonly problems: Set<string>,
    private readonly value: unknown,
    /** Where it is: `component.cart.ai_models[0]`. */
    public readonly path = '',
  ) {}

  public get isSet(): boolean {
    return this.value !== undefined;
  }

  public get isTable(): boolean {
    return isTable(this.value);
  }

  public get isList(): boolean {
    return Array.isArray(this.value);
  }

  public get isText(): boolean {
    return typeof this.value === 'string';
  }

  /** Whether it is exactly this. */
  public equals(value: unknown): boolean {
    return this.value === value;
  }

  /** What stands under a name in a table; the name need not be there. */
  public field(name: string): TomlValue {
    const fields = this.table();
    return new TomlValue(
      this.problems,
      Object.hasOwn(fields, name) ? fields[name] : undefined,
      fieldPath(this.path, name),
    );
  }

  /** All that stands in a table, by name. */
  public fields(): [name: string, value: TomlValue][] {
    return Object.keys(this.table()).map((name) => [name, this.field(name)]);
  }

  /** All that stands in a list. */
  public items(): TomlValue[] {
    if (!this.isSet) {
      return [];
    }
    if (!Array.isArray(this.value)) {
      this.refuse('must be a list', this.isTable ? `write it as [[${this.path}]]` : 'write it in brackets');
      return [];
    }
    return this.value.map((item: unknown, index) => new TomlValue(this.problems, item, itemPath(this.path, index)));
  }

  public text(): string | undefined {
    if (this.isSet && typeof this.value !== 'string') {
      this.refuse('must be text', 'put it in quotes');
    }
    return typeof this.value === 'string' ? this.value : undefined;
  }

  /** A text that must be there, and not be empty. */
  public neededText(): string {
    const text = this.text();
    if (!this.isSet || text === '') {
      this.refuse('is required', 'set it');
    }
    return text ?? '';
  }

  /** A list of texts; none if it is not there. */
  public texts(): string[] {
    return this.items().flatMap((item) => item.text() ?? []);
  }

  /** True or false; false if it is not there. */
  public flag(): boolean {
    if (this.isSet && typeof this.value !== 'boolean') {
      this.refuse('must be true or false', 'write one of them, without quotes');
    }
    return this.value === true;
  }

  /** Notes what is wrong with it. */
  public refuse(rule: string, remedy: string): void {
    this.problems.add(violation(this.path, this.isSet ? describe(this.value) : undefined, rule, remedy));
  }

  private table(): { readonly [name: string]: unknown } {
    if (isTable(this.value)) {
      return this.value;
    }
    if (this.isSet) {
      this.refuse('must be a table', 'give it names and values');
    }
    return {};
  }
}

function isTable(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof TomlDate);
}

/** A value as TOML has it. Of tables only the names: they may be as deep as the file is long. */
function describe(value: unknown): string {
  if (isTable(value)) {
    const names = Object.keys(value).join(', ');
    return names === '' ? '{}' : shorten(`{ ${names} }`);
  }
  if (Array.isArray(value)) {
    return value.length === 0 ? '[]' : '[…]';
  }
  if (value instanceof TomlDate) {
    return value.toISOString();
  }
  return typeof value === 'string' ? shorten(JSON.stringify(value)) : String(value);
}

/** The beginning of a text that is too long to be shown. */
export function shorten(text: string): string {
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}
