import { Report } from '../report';
import { asGitHub } from './github';
import { asJson } from './json';
import { asJUnit } from './junit';
import { asSarif } from './sarif';
import { asText } from './text';

/** The formats of the output of `validate`. */
export const FORMATS = {
  text: asText,
  json: asJson,
  github: asGitHub,
  sarif: asSarif,
  junit: asJUnit,
} as const satisfies {
  readonly [name: string]: (report: Report) => string;
};

/** Name of a format. */
export type Format = keyof typeof FORMATS;
