import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { transformSync } from '@swc/core';
import { compiledPrograms } from './compiled';
import { filesBelow, inTemporaryFolder } from './gitops/stages';

/** A how-to guide, whose commands and program are run as they are. */
export class Guide {
  private readonly text: string;

  public constructor(private readonly name: string) {
    this.text = fs.readFileSync(path.join(__dirname, '..', 'docs', 'how-to', `${name}.md`), 'utf8');
  }

  /** The first block of a language. */
  public blockOf(language: string): string {
    return new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'm').exec(this.text)?.[1] ?? '';
  }

  /** Files that the program writes; it fails if there are warnings. */
  public written(): { [file: string]: string } {
    const lib = path.join(compiledPrograms(), 'lib');
    return inTemporaryFolder((folder) => {
      const program = this.blockOf('ts').replace("'cdk8s-spinkube'", JSON.stringify(lib));
      const config = { module: { type: 'commonjs' as const }, jsc: { parser: { syntax: 'typescript' as const } } };
      const file = path.join(compiledPrograms(), `${this.name}.js`);
      fs.writeFileSync(file, transformSync(program, { ...config, swcrc: false }).code);
      const env = { ...process.env, CDK8S_OUTDIR: folder };
      const { status, stderr } = spawnSync(process.execPath, [file], { env, encoding: 'utf8' });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      return filesBelow(folder);
    });
  }
}
