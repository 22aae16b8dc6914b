import { testProgram } from './test/bundle-snapshot';

testProgram('main.ts');
