#!/usr/bin/env node
// In this order: the cache helps what is loaded after it.
import './compile-cache';
import { run } from './program';

// A reader such as `head` may have read enough; the exit code is that of the whole output.
[process.stdout, process.stderr].forEach((output) =>
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') {
      throw error;
    }
  }),
);

void Promise.resolve(run(process.argv.slice(2), process)).then((code) => {
  process.exitCode = code;
});
