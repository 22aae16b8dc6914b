// Writes one file with so many SpinApps to a folder; number and folder are its arguments.
import { YamlOutputType } from 'cdk8s';
import { Bundle } from '../../lib';
import { charts } from '../shapes';

const [count, outdir] = process.argv.slice(2);
const app = new Bundle({ outdir, yamlOutputType: YamlOutputType.FILE_PER_APP });
charts(1, Number(count))(app);
app.synth();
