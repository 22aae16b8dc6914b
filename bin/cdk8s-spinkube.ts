#!/usr/bin/env node
// In this order: the cache helps what is loaded after it.
import './compile-cache';
import { run } from './program';

process.exitCode = run(process.argv.slice(2), process);
