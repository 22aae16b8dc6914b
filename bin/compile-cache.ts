import nodeModule from 'module';

/** Part of Node since 22.1. */
interface CompileCache {
  enableCompileCache?(): unknown;
}

// Modules loaded from here on are compiled once and then read from Node's cache. Without a writable folder for the cache,
// this does nothing.
(nodeModule as CompileCache).enableCompileCache?.();
