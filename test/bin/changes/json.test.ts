import { command, inEmptyFolder } from '../command';
import { writeTrees } from './trees';

inEmptyFolder();

test('is one document with clusters, stages, objects, fields and risks', () => {
  writeTrees();
  const { out } = command('diff', '--format', 'json', 'old', 'new');
  const { clusters } = JSON.parse(out) as { clusters: { stages: { name: string; changes: object[] }[] }[] };
  expect(clusters).toHaveLength(1);
  const [apps, config, gone] = clusters[0].stages;
  expect(apps.changes[0]).toEqual({
    action: 'changed',
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace: 'shop',
    name: 'web',
    risks: [
      expect.objectContaining({ name: 'restart' }),
      { name: 'image', text: expect.stringContaining('a:v2') as string, remedy: expect.any(String) as string },
    ],
    fields: [{ path: 'spec.template.spec.containers[name=web].image', before: 'a:v1', after: 'a:v2' }],
    schema: [],
  });
  expect(config.changes[2]).toMatchObject({
    fields: [],
    schema: [{ version: 'v1', path: 'size', effect: 'narrowed', keyword: 'type' }],
  });
  expect(gone).toMatchObject({ name: 'gone/', state: 'removed', changes: [{ action: 'removed', fields: [] }] });
  expect(out).not.toMatch(/b2xk|bmV3/);
});

test('is empty if nothing changes', () => {
  writeTrees();
  expect(JSON.parse(command('diff', '--format', 'json', 'old', 'old').out)).toEqual({ clusters: [] });
});
