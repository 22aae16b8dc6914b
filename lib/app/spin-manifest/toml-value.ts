import { parse, TomlDate, TomlError } from 'smol-toml';
import { Problems } from '../../validation/problems';

/** Maximum length of a value in a message. */
const MAX_SHOWN = 60;

/** Prefix and suffix of the parser's messages. */
const FRAME = /^Invalid TOML document: |\n[^]*$/g;

/**
 * A value of a TOML file. Reading goes on after a value of the wrong type, so that all problems are reported at once.
 */
export class TomlValue {
  /**
   * Parses a text.
   *
   * @param problems gets the syntax error, if there is one
   * @returns its tables, or undefined if it is not TOML
   */
  public static parse(text: string, problems: Problems): TomlValue | undefined {
    try {
      // Integers may exceed those of JavaScript, and none of them is used.
      return new TomlValue(problems, parse(text, { integersAsBigInt: 'asNeeded' }));
    } catch (error) {
      if (error instanceof TomlError) {
        const { column, line, message } = error;
        const source = text.split(/\r?\n/)[line - 1] ?? '';
        // Control characters would only spoil the message.
        const shown = shorten(source.trim().replace(/\p{C}/gu, '�'));
        const syntax = Problems.at(`line ${line}, column ${column}`);
        syntax.refuse(shown, `is not valid TOML: ${message.replace(FRAME, '')}`, 'fix the syntax');
        problems.add(syntax.all);
      } else {
        // The parser throws errors of its own; if it ever fails otherwise, no stack of its frames is shown either.
        problems.at('text').refuse('…', `cannot be parsed as TOML (${String(error)})`, 'simplify it');
      }
      return undefined;
    }
  }

  private constructor(
    private readonly problems: Problems,
    private readonly value: unknown,
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

  /** Tells if it is exactly this value. */
  public equals(value: unknown): boolean {
    return this.value === value;
  }

  /** The field of a table; it may be missing. */
  public field(name: string): TomlValue {
    const fields = this.table();
    return new TomlValue(this.problems.at(name), Object.hasOwn(fields, name) ? fields[name] : undefined);
  }

  /** All fields of a table. */
  public fields(): [name: string, value: TomlValue][] {
    return Object.keys(this.table()).map((name) => [name, this.field(name)]);
  }

  /** All items of a list. */
  public items(): TomlValue[] {
    if (!this.isSet) {
      return [];
    }
    if (!Array.isArray(this.value)) {
      this.refuse('must be a list', this.isTable ? `write it as [[${this.problems.path}]]` : 'write it in brackets');
      return [];
    }
    return this.value.map((item: unknown, index) => new TomlValue(this.problems.at(index), item));
  }

  public text(): string | undefined {
    if (this.isSet && typeof this.value !== 'string') {
      this.refuse('must be text', 'put it in quotes');
    }
    return typeof this.value === 'string' ? this.value : undefined;
  }

  /** Text that is required and must not be empty. */
  public requiredText(): string {
    const text = this.text();
    if (!this.isSet || text === '') {
      this.refuse('is required', 'set it');
    }
    return text ?? '';
  }

  /** A list of texts; empty if it is missing. */
  public texts(): string[] {
    return this.items().flatMap((item) => item.text() ?? []);
  }

  /** True or false; false if it is missing. */
  public flag(): boolean {
    if (this.isSet && typeof this.value !== 'boolean') {
      this.refuse('must be true or false', 'write one of them, without quotes');
    }
    return this.value === true;
  }

  /** Reports that it is not valid. */
  public refuse(rule: string, remedy: string): void {
    this.problems.refuse(this.isSet ? describe(this.value) : undefined, rule, remedy);
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

/** A value as TOML writes it. Only the names of tables: they may be as deep as the file is long. */
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

function shorten(text: string): string {
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}
