import { Output } from '../terminal';
import { Colors } from './text';

const PLAIN: Colors = { added: same, removed: same, risk: same, stage: same };

const COLORED: Colors = { added: style(32), removed: style(31), risk: style(33), stage: style(1) };

/**
 * Colors for an output: none unless it is a terminal, and none if `NO_COLOR` is set.
 *
 * @see https://no-color.org
 */
export function colorsFor({ isTTY }: Output, { NO_COLOR = '' }: NodeJS.ProcessEnv = process.env): Colors {
  return isTTY === true && NO_COLOR === '' ? COLORED : PLAIN;
}

function same(text: string): string {
  return text;
}

function style(code: number): (text: string) => string {
  return (text) => `\x1b[${code}m${text}\x1b[0m`;
}
