// Writes one file of SpinApps. Arguments: the number of SpinApps, and the output folder.
import { YamlOutputType } from 'cdk8s';
import { Bundle } from '../../lib';
import { charts } from '../shapes';

const [count, outdir] = process.argv.slice(2);
const app = new Bundle({ outdir, yamlOutputType: YamlOutputType.FILE_PER_APP });
charts(1, Number(count))(app);
app.synth();
