// Prints the schemas that OpenAPI documents give, by file name; a JSON array of the documents is on the standard input. The
// e2e tests compare what an API server publishes with the files of its version.
import { readFileSync } from 'node:fs';
import { builtInSchemas } from './built-in.mjs';

const documents = JSON.parse(readFileSync(0, 'utf8'));
console.log(JSON.stringify(Object.fromEntries(builtInSchemas(documents))));
