/** Whether a variable is mentioned in a template: `https://{{ host }}/`. */
export function mentions(template: string, variable: string): boolean {
  return [...template.matchAll(/\{\{([^]*?)\}\}/g)].some(([, name]) => name.trim() === variable);
}
