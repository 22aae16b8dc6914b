import { execFileSync } from 'child_process';
import * as fs from 'fs';
import { command, inEmptyFolder } from './command';

inEmptyFolder();

/** The words that bash offers for the last word of a command line. */
function offered(...words: string[]): string[] {
  fs.writeFileSync('completion.bash', command('completion', 'bash').out);
  const script = `
    source ./completion.bash
    COMP_WORDS=(cdk8s-spinkube "$@")
    COMP_CWORD=$#
    $(complete -p cdk8s-spinkube | sed 's/.*-F \\([^ ]*\\).*/\\1/')
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const out = execFileSync('bash', ['-c', script, 'bash', ...words], { encoding: 'utf8' });
  return out.split('\n').filter((word) => word !== '');
}

test.each([
  [['up'], ['upgrade-plan']],
  [['--'], ['--help', '--version']],
  [
    ['validate', '--f'],
    ['--format', '--fail-on', '--field-validation'],
  ],
  [
    ['validate', 'dist', '--format', 'j'],
    ['json', 'junit'],
  ],
  [['validate', '--exclude', ''], []],
  [
    ['completion', ''],
    ['bash', 'fish', 'zsh'],
  ],
  [['validate', 'dist'], []],
])('completes %j in bash, and leaves files to it', (words, expected) => {
  expect(offered(...words)).toEqual(expected);
  expect(fs.readFileSync('completion.bash', 'utf8')).toContain('complete -o default -F');
});

test('offers every command', () => {
  const listed = [...command('--help').out.matchAll(/^ {2}([a-z-]+) \[/gm)].map(([, name]) => name);
  expect(listed.length).toBeGreaterThan(5);
  expect(offered('').filter((word) => !word.startsWith('-'))).toEqual(listed.filter((name) => name !== 'help'));
});

test('has the same words for zsh, which completes files where there are none', () => {
  const cases = (shell: string) => /case "\$before" in[^]*\n {2}esac/.exec(command('completion', shell).out)?.[0];
  expect(cases('zsh')).toBe(cases('bash'));
  expect(command('completion', 'zsh').out).toContain('compadd -- ${=candidates} || _files\n');
});

test('completes commands, options and values with descriptions in fish', () => {
  const lines = command('completion', 'fish').out.split('\n');
  const start = 'complete --command cdk8s-spinkube --condition';
  const description = "--description 'Print a script that makes a shell complete commands, options and values.'";
  expect(lines).toContain(`${start} __fish_use_subcommand --no-files --arguments completion ${description}`);
  const validate = `${start} '__fish_seen_subcommand_from validate'`;
  expect(lines).toContain(`${validate} --long-option json --description 'same as --format json'`);
  expect(lines).toContain(
    `${validate} --long-option fail-on --exclusive --arguments 'error warning' --description 'lowest level of findings that fails'`,
  );
  expect(lines.find((line) => line.includes('--long-option exclude'))).toContain(' --require-parameter ');
});

test('names the shells that it knows', () => {
  const { code, errors } = command('completion', 'ksh');
  expect({ code, errors }).toEqual({
    code: 2,
    errors:
      "error: command-argument value 'ksh' is invalid for argument 'shell'. Allowed choices are bash, fish, zsh.\n",
  });
});
