/** Rule for values that do not match the schema. */
export const SCHEMA_RULE = 'schema';
