import { command } from './command';

const NAMES = [...command('--help').out.matchAll(/^ {2}([a-z-]+) \[/gm)].map(([, name]) => name);
const COMMANDS = NAMES.filter((name) => name !== 'help');

test.each(COMMANDS)('%s has help with examples of it and exit codes, and a version', (name) => {
  const { code, errors, out } = command(name, '--help');
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  expect(out).toContain(`Usage: cdk8s-spinkube ${name} [options]`);
  expect(out).toMatch(
    new RegExp(`\\nExamples:\\n(  .*\\n)*  .*cdk8s-spinkube ${name} .*\\n(  .*\\n)*\\nExit codes: 0 `),
  );
  expect(out).toMatch(/\nExit codes: .*\b2 wrong usage/);
  expect(command('help', name).out).toBe(out);
  expect(command(name, '--version')).toEqual(command('--version'));
});

/** Commands whose only output is a script. */
const WITHOUT_JSON = ['completion'];

test.each(COMMANDS)('%s writes JSON with --json, unless its output is a script', (name) => {
  expect(/^ +--json /m.test(command(name, '--help').out)).toBe(!WITHOUT_JSON.includes(name));
});

test.each(COMMANDS)('%s rejects wrong usage and ends with 2', (name) => {
  const { code, errors, out } = command(name, '--colour');
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(errors).toMatch(/^error: (unknown option '--colour'|required option '.*' not specified)\n/);
});

test('rejects unknown commands and names the nearest one', () => {
  const { code, errors } = command('validat');
  expect({ code, errors }).toEqual({
    code: 2,
    errors: "error: unknown command 'validat'\n(Did you mean validate?)\n",
  });
});

test('prints its help on standard error without a command', () => {
  const { code, errors, out } = command();
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(errors).toBe(command('--help').out);
});
