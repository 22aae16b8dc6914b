import { parse, TomlError } from 'smol-toml';
import { violation } from '../../private/errors';
import { shorten } from './toml-value';

/** What the parser puts before and after what it says. */
const FRAME = /^Invalid TOML document: |\n[^]*$/g;

/** The tables of a text, or what is wrong with it as TOML. */
export interface ParsedToml {
  readonly tables?: object;
  readonly problem?: string;
}

export function parseToml(text: string): ParsedToml {
  try {
    // Whole numbers may be longer than those of JavaScript, and none of them is looked at.
    return { tables: parse(text, { integersAsBigInt: 'asNeeded' }) };
  } catch (error) {
    return { problem: error instanceof TomlError ? describe(error, text) : describeOther(error) };
  }
}

function describe({ column, line, message }: TomlError, text: string): string {
  const source = text.split(/\r?\n/)[line - 1] ?? '';
  // What cannot be seen would only spoil the message.
  const shown = shorten(source.trim().replace(/\p{C}/gu, '�'));
  const rule = `is not TOML: ${message.replace(FRAME, '')}`;
  return violation(`line ${line}, column ${column}`, shown, rule, 'mend it');
}

/** The parser throws its own errors; if it ever fails otherwise, that is no page of its frames either. */
function describeOther(error: unknown): string {
  return violation('text', '…', `cannot be read as TOML (${String(error)})`, 'make it simpler');
}
