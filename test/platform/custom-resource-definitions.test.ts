import * as fs from 'fs';
import * as path from 'path';
import { Bundle, CustomResourceDefinitions, SpinKube } from '../../lib';
import { inTemporaryFolder, synthFiles } from '../gitops/stages';
import { manifestsOf } from './charts';

let bundle: Bundle;

beforeEach(() => {
  bundle = new Bundle();
});

describe('CustomResourceDefinitions', () => {
  const withFile = (text: string | undefined) =>
    inTemporaryFolder((folder) => {
      const file = path.join(folder, 'crds.yaml');
      if (text !== undefined) {
        fs.writeFileSync(file, text);
      }
      try {
        new SpinKube(bundle, 'spinkube', {
          operator: { customResourceDefinitions: CustomResourceDefinitions.fromFile(file) },
        });
      } catch (error) {
        throw new Error((error as Error).message.replace(folder, 'FOLDER'), { cause: error });
      }
      return manifestsOf(bundle, 'spinkube-crds');
    });

  const definition = [
    'apiVersion: apiextensions.k8s.io/v1',
    'kind: CustomResourceDefinition',
    'metadata: { name: spinapps.core.spinkube.dev }',
    'spec: { group: core.spinkube.dev, names: { kind: SpinApp } }',
  ].join('\n');

  test('are read from a custom file', () => {
    expect(withFile(definition)).toEqual([
      {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: 'spinapps.core.spinkube.dev' },
        spec: { group: 'core.spinkube.dev', names: { kind: 'SpinApp' } },
      },
    ]);
  });

  test.each([
    ['that does not exist', undefined, 'does not exist'],
    ['that is empty', '', 'must hold CustomResourceDefinitions and nothing else, but has none'],
    [
      'of another release',
      definition.replaceAll('core.spinkube.dev', 'core.spinoperator.dev'),
      'must define core.spinkube.dev, but has spinapps.core.spinoperator.dev',
    ],
    [
      'with something else in it',
      `${definition}\n---\nkind: Deployment\n`,
      'must hold CustomResourceDefinitions and nothing else, but has Deployment',
    ],
  ])('are rejected from a file %s', (_, text, rule) => {
    expect(() => withFile(text)).toThrow(
      `[spinkube-crds] 'customResourceDefinitions' (FOLDER/crds.yaml) ${rule}; give the path of the CRD file of the release`,
    );
  });

  test('are written unchanged from the package by default', () => {
    new SpinKube(bundle, 'spinkube');
    const file = path.join(__dirname, '..', '..', 'crds', 'core.spinkube.dev-v0.6.1.yaml');
    const [, ...documents] = fs.readFileSync(file, 'utf8').split(/^---\n/m);
    expect(synthFiles(bundle)['manifests/spinkube-crds/spinkube-crds.k8s.yaml']).toBe(
      `---\n${documents.join('---\n')}`,
    );
  });
});
