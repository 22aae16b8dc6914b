import { ExitCode } from '../../../bin/exit-codes';
import { run } from '../../../bin/program';
import { command, inEmptyFolder } from '../command';
import { writeTrees } from './trees';

inEmptyFolder();

/** The output of `diff` on a terminal. */
function onTerminal(noColor?: string): string {
  const before = process.env.NO_COLOR;
  let out = '';
  if (noColor === undefined) {
    delete process.env.NO_COLOR;
  } else {
    process.env.NO_COLOR = noColor;
  }
  try {
    const terminal = { isTTY: true, write: (text: string) => (out += text) };
    expect(run(['diff', 'old', 'new'], { stdout: terminal, stderr: terminal })).toBe(ExitCode.CLEAN);
    return out;
  } finally {
    if (before === undefined) {
      delete process.env.NO_COLOR;
    } else {
      process.env.NO_COLOR = before;
    }
  }
}

const TEXT = `apps/
  changed Deployment.apps/shop/web
    restart: its pod template changes: its pods are replaced; see that enough replicas, and a PodDisruptionBudget, bridge the rollout
    image: 'spec.template.spec.containers[name=web].image' changes from a:v1 to a:v2; check that its registry has it, and read its release notes
    spec.template.spec.containers[name=web].image: a:v1 → a:v2
  changed Service/shop/a
  changed ServiceAccount/shop/a
    metadata.labels.version: v1 → v2
config/
  changed ConfigMap/shop/script
    data.run:
       one
      -two
      +\`\`\`
       three
  changed Secret/shop/key
    stringData.key: (hidden) → (hidden)
  changed CustomResourceDefinition.apiextensions.k8s.io/things.example.com
    loss: its schema gets stricter (size type): objects that no longer meet it cannot be changed; check your objects against the new schema before
    v1 size: type narrowed
gone/ (removed)
  removed Namespace/a|b<i>
    loss: it is removed: Argo CD and Flux delete it where they prune its stage, and with it everything in it; back it up, or keep the object
1 removed, 6 changed; risks: 2 loss, 1 restart, 1 image
`;

test('prints objects by stage, what changes alike once, and lines of longer values', () => {
  writeTrees();
  expect(command('diff', 'old', 'new')).toEqual({ code: 0, out: TEXT, errors: '' });
});

test('has colors on a terminal, unless NO_COLOR is set', () => {
  writeTrees();
  const colored = onTerminal();
  expect(colored).toContain('\x1b[31m-two\x1b[0m\n');
  expect(colored).toContain('\x1b[32ma:v2\x1b[0m\n');
  // eslint-disable-next-line no-control-regex -- colors are control characters
  expect(colored.replace(/\x1b\[\d+m/g, '')).toBe(TEXT);
  expect(onTerminal('1')).toBe(TEXT);
});
