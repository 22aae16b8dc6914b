import nodeModule from 'module';

/** What Node has from 22.1 on. */
interface CompileCache {
  enableCompileCache?(): unknown;
}

// Whatever is loaded from here on is compiled once and then read from a cache, in a folder of Node's choice. Without a
// folder to write to, nothing happens.
(nodeModule as CompileCache).enableCompileCache?.();
