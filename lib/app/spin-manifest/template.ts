/** A template with references to variables of the application: `https://{{ host }}/`. */
export interface Template {
  /** Names of the variables that it references. */
  readonly variables: readonly string[];

  /** True if a `{{` has no `}}`. */
  readonly isUnclosed: boolean;
}

const REFERENCE = /\{\{([^]*?)\}\}/g;

/** Parses a template. */
export function parseTemplate(text: string): Template {
  return {
    variables: [...text.matchAll(REFERENCE)].map(([, name]) => name.trim()),
    isUnclosed: text.replace(REFERENCE, '').includes('{{'),
  };
}

/**
 * Replaces the references of a template.
 *
 * @param valueOf the value of a variable, if it has one
 * @returns the text; undefined if a variable has no value
 */
export function renderTemplate(text: string, valueOf: (name: string) => string | undefined): string | undefined {
  return parseTemplate(text).variables.some((name) => valueOf(name) === undefined)
    ? undefined
    : text.replace(REFERENCE, (_, name: string) => valueOf(name.trim()) ?? '');
}
