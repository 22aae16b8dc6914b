/** A variable that Flux substitutes, such as `${replicas}` or `${tag:=latest}`, or an action of a Go template. */
const PLACEHOLDER = /\$\{[A-Za-z_]\w*[^{}]*\}|\{\{[^{}]*\}\}/;

/** The first placeholder in a value; undefined if there is none. */
export function placeholderIn(value: unknown): string | undefined {
  return typeof value === 'string' ? PLACEHOLDER.exec(value)?.[0] : undefined;
}
