// Makes what `cdk8s import` generates linear. Each function of a type there leaves out what is undefined by copying all fields so far
// for each one that is given; here they are copied once. The result is the same, in the same order.
//   npm run import
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = 'imports';

/** The fields are those of the type, so that their names need no care. */
const QUADRATIC =
  'return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});';
const LINEAR = 'return withoutUndefined(result);';

const FUNCTION = `
/** The fields that are given. */
function withoutUndefined(fields: Record<string, any>): Record<string, any> {
  const given: Record<string, any> = {};
  for (const name of Object.keys(fields)) {
    if (fields[name] !== undefined) {
      given[name] = fields[name];
    }
  }
  return given;
}
`;

for (const name of readdirSync(FOLDER).filter((one) => one.endsWith('.ts'))) {
  const file = join(FOLDER, name);
  const text = readFileSync(file, 'utf8');
  if (!text.includes(QUADRATIC)) {
    throw new Error(`${file} is not as cdk8s has generated it so far: look at what leaves out undefined fields there`);
  }
  writeFileSync(file, `${text.replaceAll(QUADRATIC, LINEAR)}${FUNCTION}`);
}
