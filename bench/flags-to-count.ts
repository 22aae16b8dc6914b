/** Options of Node.js with which all work is counted: V8 does not count in code that it optimizes, or forgets. */
export const FLAGS_TO_COUNT = ['--no-opt', '--no-maglev', '--no-flush-bytecode'];
