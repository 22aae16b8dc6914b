// Writes 100,000 SpinApps in 1,000 charts to the given folder, and prints its peak memory in megabytes.
import { YamlOutputType } from 'cdk8s';
import { Bundle } from '../../lib';
import { charts } from '../shapes';

const app = new Bundle({ outdir: process.argv[2], yamlOutputType: YamlOutputType.FILE_PER_CHART });
charts(1000, 100)(app);
app.synth();
console.log((process.resourceUsage().maxRSS * 1024) / 1e6);
