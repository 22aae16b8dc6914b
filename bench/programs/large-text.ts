// Writes a ConfigMap with a text of 100 MB to the given folder, and prints its peak memory in megabytes.
import { ApiObject, Chart } from 'cdk8s';
import { Bundle } from '../../lib';

const LINE = 'a line of a text that is about as long as the lines of configuration files\n';

const app = new Bundle({ outdir: process.argv[2] });
const metadata = { name: 'text', namespace: 'default' };
const data = { text: LINE.repeat(100e6 / LINE.length) };
new ApiObject(new Chart(app, 'chart'), 'text', { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
app.synth();
console.log((process.resourceUsage().maxRSS * 1024) / 1e6);
