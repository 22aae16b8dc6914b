// Writes 100,000 SpinApps in 1,000 charts to the given folder, and prints its peak memory in megabytes. With a second argument, as
// stages with three deliveries.
import { YamlOutputType } from 'cdk8s';
import { Bundle } from '../../lib';
import { DELIVERIES } from '../deliveries';
import { charts } from '../shapes';

const [, , outdir, asStages] = process.argv;
const layout = asStages ? { deliveries: DELIVERIES } : { yamlOutputType: YamlOutputType.FILE_PER_CHART };
const app = new Bundle({ outdir, ...layout });
charts(1000, 100)(app);
app.synth();
console.log((process.resourceUsage().maxRSS * 1024) / 1e6);
