import { createInterface, Interface } from 'readline';
import { UnusableInput } from '../lib/validation/documents/unusable-input';
import { Output } from './terminal';

/** A question on a terminal. */
export interface Question {
  readonly text: string;

  /** Answer if the line is empty; the question is asked again if there is none. */
  readonly fallback?: string;

  /** Says what is wrong with an answer, if anything. */
  readonly problemOf?: (answer: string) => string | undefined;
}

/** Asks questions on a terminal, one line each. */
export class Questions {
  private readonly reader: Interface;
  private readonly lines: AsyncIterator<string>;

  public constructor(
    input: NodeJS.ReadableStream,
    private readonly output: Output,
  ) {
    // The terminal itself edits the line, and ends the command at Ctrl-C.
    this.reader = createInterface({ input, terminal: false });
    this.lines = this.reader[Symbol.asyncIterator]();
  }

  /**
   * Asks until there is an answer without a problem.
   *
   * @throws UnusableInput at the end of the input
   */
  public async ask({ fallback, problemOf, text }: Question): Promise<string> {
    for (;;) {
      this.output.write(`${text}${fallback ? ` [${fallback}]` : ''}: `);
      const line = await this.lines.next();
      if (line.done) {
        this.output.write('\n');
        throw new UnusableInput('the input ended; nothing was written');
      }
      const answer = line.value.trim() || fallback;
      if (answer !== undefined) {
        const problem = problemOf?.(answer);
        if (problem === undefined) {
          return answer;
        }
        this.output.write(`${problem}\n`);
      }
    }
  }

  /** Asks for one of several values. */
  public async choose<Value extends string>(
    text: string,
    choices: { readonly [value in Value]: string },
    fallback: Value,
  ): Promise<Value> {
    const values: string[] = Object.keys(choices);
    const width = Math.max(...values.map(({ length }) => length));
    const lines = Object.entries<string>(choices).map(([value, meaning]) => `  ${value.padEnd(width)}  ${meaning}\n`);
    this.output.write(`${text}:\n${lines.join('')}`);
    const problemOf = (answer: string) =>
      values.includes(answer) ? undefined : `'${answer}' is not one of ${values.join(', ')}`;
    return (await this.ask({ text: 'Choose', fallback, problemOf })) as Value;
  }

  public close(): void {
    this.reader.close();
  }
}
