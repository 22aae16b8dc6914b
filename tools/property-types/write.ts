import * as fs from 'fs';
import * as path from 'path';
import { readTypes } from './assembly';
import { propertyTypes } from './table';

const TARGET = path.join(__dirname, '..', '..', 'lib', 'private', 'property-types.ts');

void propertyTypes(readTypes()).then((text) => {
  fs.writeFileSync(TARGET, text);
});
