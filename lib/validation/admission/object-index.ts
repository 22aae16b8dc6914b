import { groupOf, Manifest } from '../../synth/manifest';
import { perKind } from '../per-kind';

/** The objects of one API group, kind and name. */
interface Namesakes {
  readonly all: Manifest[];
  readonly byNamespace: Map<string, Manifest>;
}

/** Objects by what others refer to them with. */
export class ObjectIndex {
  private readonly byName = perKind(() => new Map<string, Namesakes>());

  public constructor(objects: readonly Manifest[]) {
    objects.forEach((object) => {
      this.add(object);
    });
  }

  /** Those of a name, in all namespaces. */
  public named(group: string, kind: string, name: string): readonly Manifest[] {
    return this.byName(group, kind).get(name)?.all ?? [];
  }

  /** The one of them in a namespace; the one that is not named is `default`. */
  public inNamespace(group: string, kind: string, name: string, namespace = 'default'): Manifest | undefined {
    return this.byName(group, kind).get(name)?.byNamespace.get(namespace);
  }

  private add(object: Manifest): void {
    const { name: given = '' }: { readonly name?: unknown } = object.metadata;
    const name = String(given); // In a file it may be anything.
    const namespace = object.metadata.namespace ?? 'default';
    const ofKind = this.byName(groupOf(object), object.kind);
    const { all, byNamespace } = ofKind.get(name) ?? { all: [], byNamespace: new Map<string, Manifest>() };
    all.push(object);
    byNamespace.set(namespace, byNamespace.get(namespace) ?? object);
    ofKind.set(name, { all, byNamespace });
  }
}
