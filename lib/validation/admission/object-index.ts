import { groupOf, Manifest } from '../../synth/manifest';

/** The objects of one API group, kind and name. */
interface Namesakes {
  readonly all: Manifest[];
  readonly byNamespace: Map<string, Manifest>;
}

/** Objects by what others refer to them with. */
export class ObjectIndex {
  private readonly namesakes = new Map<string, Namesakes>();

  public constructor(objects: readonly Manifest[]) {
    for (const object of objects) {
      this.add(keyOf(groupOf(object), object.kind, object.metadata.name), object);
    }
  }

  /** Those of a name, in all namespaces. */
  public named(group: string, kind: string, name: string): readonly Manifest[] {
    return this.namesakes.get(keyOf(group, kind, name))?.all ?? [];
  }

  /** The one of them in a namespace; the one that is not named is `default`. */
  public inNamespace(group: string, kind: string, name: string, namespace = 'default'): Manifest | undefined {
    return this.namesakes.get(keyOf(group, kind, name))?.byNamespace.get(namespace);
  }

  private add(key: string, object: Manifest): void {
    const { all, byNamespace } = this.namesakes.get(key) ?? { all: [], byNamespace: new Map<string, Manifest>() };
    const namespace = object.metadata.namespace ?? 'default';
    all.push(object);
    byNamespace.set(namespace, byNamespace.get(namespace) ?? object);
    this.namesakes.set(key, { all, byNamespace });
  }
}

function keyOf(group: string, kind: string, name = ''): string {
  return `${kind}/${group}/${name}`;
}
