/** A format or pattern in words: what a value is not, and how one looks. */
export interface Form {
  readonly test: RegExp;
  readonly name: string;
  readonly example: string;
}

/** The formats that an API server looks at. */
export const FORMATS: { readonly [format: string]: Form | undefined } = {
  'date-time': {
    test: /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/,
    name: 'a date with a time',
    example: '2026-11-24T08:00:00Z',
  },
  byte: {
    test: /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
    name: 'text in base64',
    example: 'aGVsbG8=',
  },
};

/** The pattern that every quantity has in a schema. */
export const QUANTITY_PATTERN =
  '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$';

const forms = new Map<string, Form>();

/** The form that a pattern asks for; that of a quantity has a name. */
export function formOf(pattern: string): Form {
  const known = forms.get(pattern) ?? {
    test: new RegExp(pattern, 'u'),
    ...(pattern === QUANTITY_PATTERN
      ? { name: 'a quantity', example: '100m, 0.5 or 128Mi' }
      : { name: `of the form ${pattern}`, example: 'one that is' }),
  };
  forms.set(pattern, known);
  return known;
}
