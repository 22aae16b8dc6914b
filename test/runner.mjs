// Runs the tests in bare Node.js processes: each loads a module once, where Jest's own runner loads it in every test file.
import 'tsx';

export { default } from 'jest-light-runner/child-process';

process.execArgv.push('--import', import.meta.resolve('tsx')); // the processes load TypeScript as well
