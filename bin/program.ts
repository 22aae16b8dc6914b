import { Command } from 'commander';
import { withExitCodes } from './exit-codes';
import { validateCommand } from './validate';

withExitCodes(new Command('cdk8s-spinkube'))
  .description('SpinKube as plain YAML, with constructs for cdk8s')
  .addCommand(validateCommand())
  .parse();
