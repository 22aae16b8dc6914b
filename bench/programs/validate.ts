// Runs the command line with its arguments, and prints its peak memory in megabytes to the standard error.
import { run } from '../../bin/program';

process.exitCode = run(process.argv.slice(2), process) as number;
console.error((process.resourceUsage().maxRSS * 1024) / 1e6);
