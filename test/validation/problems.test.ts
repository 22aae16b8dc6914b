import { Construct, RootConstruct } from 'constructs';
import { Problems } from '../../lib/validation/problems';
import { DNS_LABEL, NEEDED } from '../../lib/validation/requirement';

test('reports every problem with the path of its field', () => {
  const problems = Problems.at('spec');
  problems.at('volumes', 0, 'name').require('A b', NEEDED, DNS_LABEL);
  problems.at('labels', 'example.com/a').refuse('x', 'is reserved', 'remove it');
  problems.refuse(undefined, 'is required', 'set it');
  expect(problems.messages).toEqual([
    "'spec.volumes[0].name' (A b) is not a valid DNS label: use lower-case letters, digits and dashes, at most 63 characters; begin and end it with a letter or digit",
    "'spec.labels['example.com/a']' (x) is reserved; remove it",
    "'spec' is required; set it",
  ]);
});

test('reports only the first requirement that a value does not meet', () => {
  const problems = Problems.at('name');
  expect(problems.require('', NEEDED, DNS_LABEL)).toBe(false);
  expect(problems.require('a', NEEDED, DNS_LABEL)).toBe(true);
  expect(problems.messages).toEqual(["'name' ('') is required; set it"]);
});

test('adds problems found elsewhere without changing their paths', () => {
  const problems = Problems.at('spec');
  problems.add(Problems.at('metadata').all);
  const other = Problems.at('metadata.name');
  other.refuse('x', 'is taken', 'choose another name');
  problems.at('volumes').add(other.all);
  expect(problems.all).toEqual([
    { path: 'metadata.name', value: 'x', text: 'is taken', remedy: 'choose another name' },
  ]);
});

test('reports problems of several constructs with the path of each', () => {
  const problems = Problems.at('spec');
  const app = new Construct(new RootConstruct(), 'app');
  problems.about(app).at('id').refuse('app', 'is taken', 'rename it');
  problems.refuse(undefined, 'is required', 'set it');
  expect(problems.messages).toEqual(["[app] 'id' (app) is taken; rename it", "'spec' is required; set it"]);
});

test('throws one problem in a line, several in a list, and nothing without a problem', () => {
  const problems = Problems.at('url');
  const throwing = () => {
    problems.throwFrom('Source.of');
  };
  expect(throwing).not.toThrow();
  problems.refuse('x', 'is not valid', 'change it');
  expect(throwing).toThrow(new Error("Source.of: 'url' (x) is not valid; change it"));
  problems.refuse('x', 'is taken', 'choose another one');
  expect(throwing).toThrow(
    new Error(
      "Source.of has the following errors:\n  'url' (x) is not valid; change it\n  'url' (x) is taken; choose another one",
    ),
  );
});
