import { parse, TomlDate, TomlError } from 'smol-toml';
import { nearest } from '../../private/nearest';
import { Problems } from '../../validation/problems';
import { Requirement } from '../../validation/requirement';
import { newerSyntax } from './toml-version';

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
      // Integers differ from floats, and may exceed those of JavaScript.
      const value = parse(text, { integersAsBigInt: true });
      for (const { at, remedy, what } of newerSyntax(text)) {
        const [line, column] = positionOf(text, at);
        refuseSyntax(text, line, column, `is TOML 1.1, and Spin reads TOML 1.0: ${what}`, remedy, problems);
      }
      return new TomlValue(problems, value);
    } catch (error) {
      if (error instanceof TomlError) {
        const { column, line, message } = error;
        const rule = `is not valid TOML: ${message.replace(FRAME, '')}`;
        refuseSyntax(text, line, column, rule, 'fix the syntax', problems);
      } else {
        // The parser throws errors of its own; if it ever fails otherwise, no stack of its frames is shown either.
        problems.at('text').refuse('…', `cannot be parsed as TOML (${String(error)})`, 'simplify it');
      }
      return undefined;
    }
  }

  /** The fields that were asked for, set or not. */
  private readonly asked = new Map<string, TomlValue>();

  private constructor(
    private readonly problems: Problems,
    private readonly value: unknown,
  ) {}

  /** The same value with a list of problems of its own. */
  public apart(): { readonly value: TomlValue; readonly problems: Problems } {
    const problems = Problems.at(this.problems.path);
    return { value: new TomlValue(problems, this.value), problems };
  }

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

  /** Tells if it is set, and not an empty list or table. */
  public get isFilled(): boolean {
    const isEmpty = typeof this.value === 'object' && this.value !== null && Object.keys(this.value).length === 0;
    return this.isSet && !isEmpty;
  }

  public get isFlag(): boolean {
    return typeof this.value === 'boolean';
  }

  /** Tells if it is a table with exactly this value in a field. */
  public has(name: string, value: unknown): boolean {
    return isTable(this.value) && Object.hasOwn(this.value, name) && this.value[name] === value;
  }

  /** The field of a table; it may be missing. */
  public field(name: string): TomlValue {
    const fields = this.table();
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const field = this.asked.get(name) ?? new TomlValue(this.problems.at(name), value);
    this.asked.set(name, field);
    return field;
  }

  /** Reports the fields of a table that nothing has asked for: Spin rejects fields that it does not know. */
  public refuseOtherFields(): void {
    const known = [...this.asked.keys()];
    for (const name of Object.keys(this.table()).filter((one) => !this.asked.has(one))) {
      const likely = nearest(name, known);
      const remedy = likely === undefined ? 'remove it' : `did you mean '${likely}'?`;
      this.field(name).refuse('is not a field that Spin knows here', remedy);
    }
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

  /** Text that is required; it may be empty. */
  public requiredText(): string {
    this.refuseMissing();
    return this.text() ?? '';
  }

  /** Reports that it is missing. */
  public refuseMissing(): void {
    if (!this.isSet) {
      this.refuse('is required', 'set it');
    }
  }

  /** A list of texts; empty if it is missing. */
  public texts(requirement?: Requirement): string[] {
    return this.items().flatMap((item) => {
      if (requirement) {
        item.require(requirement);
      }
      return item.text() ?? [];
    });
  }

  /** A table of texts by name; empty if it is missing. */
  public textsByName(): { [name: string]: string } {
    return Object.fromEntries(this.fields().map(([name, value]) => [name, value.text() ?? '']));
  }

  /**
   * Reports text that does not meet a requirement. Values of other types are accepted: reading them as text reports them.
   *
   * @param value the text; that of this value unless given, such as the name of a field
   */
  public require({ accepts, remedy, text }: Requirement, value = this.value): void {
    if (typeof value === 'string' && !accepts(value)) {
      this.refuse(text, remedy);
    }
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

/** Reports a part of the text, with its line as the value. */
function refuseSyntax(
  text: string,
  line: number,
  column: number,
  rule: string,
  remedy: string,
  problems: Problems,
): void {
  const source = text.split(/\r?\n/)[line - 1] ?? '';
  // Control characters would only spoil the message.
  const shown = shorten(source.trim().replace(/\p{C}/gu, '�'));
  const syntax = Problems.at(`line ${line}, column ${column}`);
  syntax.refuse(shown, rule, remedy);
  problems.add(syntax.all);
}

function positionOf(text: string, at: number): [line: number, column: number] {
  const lines = text.slice(0, at).split('\n');
  return [lines.length, lines[lines.length - 1].length + 1];
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
