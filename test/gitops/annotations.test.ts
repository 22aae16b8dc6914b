import { ApiObject, Chart } from 'cdk8s';
import { Bundle, DeliveryFile, IDelivery, RuntimeClassManager } from '../../lib';
import { AnnotatedObject } from '../../lib/gitops/annotations';
import { Manifest, manifestsIn } from '../testing';
import { synthFiles } from './stages';

/** A delivery that annotates every manifest with its level and kind. */
class Annotating implements IDelivery {
  public readonly name = 'annotating';

  public deliver(): DeliveryFile[] {
    return [];
  }

  public _annotations({ level, manifest }: AnnotatedObject): { [key: string]: string } {
    return { 'argocd.example.com/wave': String(level), 'z.example.com/kind': manifest.kind };
  }
}

function objects(deliveries: IDelivery[]): Manifest[] {
  const bundle = new Bundle({ deliveries });
  const chart = new Chart(bundle, 'rcm', { labels: {} });
  new RuntimeClassManager(chart, 'rcm');
  const after = new Chart(bundle, 'after', { namespace: 'default' });
  const metadata = { name: 'a', annotations: { 'k.example.com/own': 'yes' } };
  new ApiObject(after, 'a', { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { k: 'v' } });
  after.addDependency(chart);
  return Object.entries(synthFiles(bundle))
    .filter(([file]) => file.endsWith('.yaml'))
    .flatMap(([, text]) => manifestsIn(text));
}

test('adds the annotations of a delivery to every manifest and changes nothing else', () => {
  const plain = objects([]);
  const annotated = objects([new Annotating()]);
  expect(annotated.map(({ kind }) => kind)).toEqual(plain.map(({ kind }) => kind));
  expect(annotated.map(({ kind }) => kind)).toContain('CustomResourceDefinition');
  annotated.forEach((manifest, index) => {
    const level = manifest.kind === 'ConfigMap' ? '1' : '0';
    const wanted = { 'argocd.example.com/wave': level, 'z.example.com/kind': manifest.kind };
    const { metadata } = plain[index];
    expect(manifest).toEqual({
      ...plain[index],
      metadata: { ...metadata, annotations: { ...metadata.annotations, ...wanted } },
    });
    expect(Object.keys(manifest.metadata.annotations ?? {})).toEqual(
      Object.keys(manifest.metadata.annotations ?? {}).sort(),
    );
  });
});
