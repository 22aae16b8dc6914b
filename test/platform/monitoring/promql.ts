import { parser } from '@prometheus-io/lezer-promql';

/** Metrics of an expression and its errors, by the parser of Prometheus' own editor. */
export interface Expression {
  /** Names of its metrics. */
  readonly metrics: string[];

  /** Places of syntax errors. */
  readonly errors: string[];
}

export function parseExpression(text: string): Expression {
  const metrics: string[] = [];
  const errors: string[] = [];
  parser.parse(text).iterate({
    enter: ({ from, name, node, to, type }) => {
      if (type.isError) {
        errors.push(`at ${from}: ${text.slice(from, from + 20)}`);
      }
      if (name === 'Identifier' && node.parent?.name === 'VectorSelector') {
        metrics.push(text.slice(from, to));
      }
    },
  });
  return { metrics, errors };
}
