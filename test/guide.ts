import * as fs from 'fs';
import * as path from 'path';
import { runProgram } from './compiled';
import { filesBelow, inTemporaryFolder } from './gitops/stages';

/** A how-to guide, whose commands and program are run as they are. */
export class Guide {
  private readonly text: string;

  public constructor(name: string) {
    this.text = fs.readFileSync(path.join(__dirname, '..', 'docs', 'how-to', `${name}.md`), 'utf8');
  }

  /** The first block of a language. */
  public blockOf(language: string): string {
    return new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'm').exec(this.text)?.[1] ?? '';
  }

  /** Files that the program writes; it fails if there are warnings. */
  public written(): { [file: string]: string } {
    return inTemporaryFolder((folder) => {
      const { status, stderr } = runProgram(this.blockOf('ts'), folder);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      return filesBelow(folder);
    });
  }
}
