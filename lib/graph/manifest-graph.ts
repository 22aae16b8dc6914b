import { Tree, TreeStage } from '../changes/tree';
import { directDependencies } from '../gitops/direct-dependencies';
import { field, groupOf, Manifest } from '../synth/manifest';
import { podLabelsOf, Reference, referencesOf, selectorOf } from './references';

/** Stages and objects of manifests, and the edges between them. It holds names of objects and fields, and no values. */
export interface ManifestGraph {
  /** The stages in order. Those that have no order are folders. */
  readonly stages: readonly GraphStage[];

  /** The objects in order, and then those that are referred to but are not in the manifests. */
  readonly objects: readonly GraphObject[];
  readonly edges: readonly GraphEdge[];
}

/** Stage of a bundle, or folder. */
export interface GraphStage {
  /** Name, after that of its cluster if there are several: `eu-1/apps`. */
  readonly name: string;

  /** Length of the longest chain of stages before it. */
  readonly level: number;

  /** Names of the stages before it, without those that follow from others. */
  readonly dependsOn: readonly string[];
}

/** Object in a graph. Its id is its index. */
export interface GraphObject {
  readonly apiVersion?: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;

  /** Name of its stage; undefined if it is not in the manifests. */
  readonly stage?: string;
}

/** An edge means that `from` needs or names `to`. */
export interface GraphEdge {
  readonly from: number;
  readonly to: number;
  readonly type: EdgeType;

  /** Fields of `from` that say so. */
  readonly fields: readonly string[];
}

/** The kinds of edges. */
export enum EdgeType {
  /** Names it. */
  REFERENCE = 'reference',
  /** Selects its pods by labels. */
  SELECTOR = 'selector',
  /** Is in this Namespace. */
  NAMESPACE = 'namespace',
  /** Is of the kind that this CustomResourceDefinition defines. */
  DEFINITION = 'definition',
}

/** Builds the graph of manifests. References are resolved within a cluster. */
export function graphOf({ clusters }: Tree): ManifestGraph {
  const graph = { stages: [] as GraphStage[], objects: [] as GraphObject[], edges: [] as GraphEdge[] };
  const all = clusters.map(({ name, stages }) => ({
    prefix: name === '.' ? '' : `${name}/`,
    stages: stages.some(isPlanned) ? stages.filter(isPlanned) : stages,
    nodes: [] as Node[],
  }));
  for (const { nodes, prefix, stages } of all) {
    graph.stages.push(...inOrder(stages, prefix));
    for (const { name, objects } of stages) {
      for (const manifest of objects) {
        nodes.push({ id: graph.objects.length, manifest, stage: `${prefix}${name}` });
        const { apiVersion, kind, metadata } = manifest;
        graph.objects.push({
          apiVersion,
          kind,
          ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
          name: metadata.name ?? '',
          stage: `${prefix}${name}`,
        });
      }
    }
  }
  for (const { nodes } of all) {
    // One by one: there may be more edges than a call can have arguments.
    new Resolver(nodes, graph.objects).edges().forEach((edge) => graph.edges.push(edge));
  }
  return graph;
}

/** A folder that is not a stage ends with a slash. In a bundle, it has what a deployer needs, such as Applications. */
function isPlanned({ name }: TreeStage): boolean {
  return !name.endsWith('/');
}

/** An object of a cluster. */
interface Node {
  readonly id: number;
  readonly manifest: Manifest;
  readonly stage: string;
}

function inOrder(stages: readonly TreeStage[], prefix: string): GraphStage[] {
  const levels = new Map<string, number>();
  for (const { dependsOn, name } of stages) {
    levels.set(name, Math.max(-1, ...dependsOn.map((before) => levels.get(before) ?? -1)) + 1);
  }
  const leveled = stages.map(({ dependsOn, name }) => ({
    name,
    level: levels.get(name) ?? 0,
    dependencies: dependsOn,
  }));
  const direct = directDependencies(leveled);
  return leveled.map(({ level, name }) => ({
    name: `${prefix}${name}`,
    level,
    dependsOn: (direct.get(name) ?? []).map((one) => `${prefix}${one}`),
  }));
}

/** Finds the objects that those of a cluster refer to. */
class Resolver {
  private readonly known = new Map<string, Node[]>();
  private readonly outside = new Map<string, number>();
  private readonly found = new Map<string, { from: number; to: number; type: EdgeType; fields: string[] }>();

  public constructor(
    private readonly nodes: readonly Node[],
    private readonly objects: GraphObject[],
  ) {
    for (const node of nodes) {
      const { kind, metadata, spec } = node.manifest;
      this.add(keyOf(kind, metadata.namespace, metadata.name ?? ''), node);
      if (kind === 'CustomResourceDefinition') {
        this.add(definitionKey(String(field(spec, 'group')), String(field(spec, 'names', 'kind'))), node);
      }
    }
  }

  public edges(): GraphEdge[] {
    for (const node of this.nodes) {
      const { kind, metadata } = node.manifest;
      for (const reference of referencesOf(node.manifest)) {
        this.refer(node, reference);
      }
      this.link(
        node,
        EdgeType.NAMESPACE,
        'metadata.namespace',
        keyOf('Namespace', undefined, metadata.namespace ?? ''),
      );
      this.link(node, EdgeType.DEFINITION, 'kind', definitionKey(groupOf(node.manifest), kind));
    }
    this.select();
    return [...this.found.values()];
  }

  private add(key: string, node: Node): void {
    pushTo(this.known, key, node);
  }

  private refer(node: Node, { kind, name, namespace: given, path }: Reference): void {
    const namespace = given ?? node.manifest.metadata.namespace;
    // spin-operator creates a Deployment and a Service for each SpinApp, with its name.
    const kinds = ['Deployment', 'Service'].includes(kind) ? [kind, 'SpinApp'] : [kind];
    const keys = kinds.flatMap((one) => [keyOf(one, namespace, name), keyOf(one, undefined, name)]);
    if (!keys.some((key) => this.link(node, EdgeType.REFERENCE, path, key)) && !isImplicit(kind, name)) {
      const to = this.outsider(kind, CLUSTER_SCOPED.has(kind) ? undefined : namespace, name);
      this.record(node.id, to, EdgeType.REFERENCE, path);
    }
  }

  /** Adds an edge to the object with a key: one in the same stage or of the same API group, if there are several. */
  private link(node: Node, type: EdgeType, path: string, key: string): boolean {
    const found = (this.known.get(key) ?? []).filter(({ id }) => id !== node.id);
    const isNear = ({ manifest, stage }: Node) =>
      (stage === node.stage ? 2 : 0) + (groupOf(manifest) === groupOf(node.manifest) ? 1 : 0);
    const [nearest] = found.sort((a, b) => isNear(b) - isNear(a));
    if ((nearest as Node | undefined) !== undefined) {
      this.record(node.id, nearest.id, type, path);
    }
    return found.length > 0;
  }

  private outsider(kind: string, namespace: string | undefined, name: string): number {
    const key = keyOf(kind, namespace, name);
    const id =
      this.outside.get(key) ?? this.objects.push({ kind, ...(namespace === undefined ? {} : { namespace }), name }) - 1;
    this.outside.set(key, id);
    return id;
  }

  private select(): void {
    const pods = new Map<string, { readonly id: number; readonly labels: object }[]>();
    const keyOfLabel = ({ metadata }: Manifest, label: readonly [string, unknown]) =>
      JSON.stringify([metadata.namespace ?? '', ...label]);
    for (const { id, manifest } of this.nodes) {
      const labels = podLabelsOf(manifest) ?? {};
      for (const label of Object.entries(labels)) {
        pushTo(pods, keyOfLabel(manifest, label), { id, labels });
      }
    }
    for (const { id, manifest } of this.nodes) {
      const selector = selectorOf(manifest);
      const wanted = Object.entries(selector?.labels ?? {});
      // Those with the rarest of the labels are the fewest to compare.
      const [rarest = []] = wanted
        .map((label) => pods.get(keyOfLabel(manifest, label)) ?? [])
        .sort((a, b) => a.length - b.length);
      for (const pod of rarest) {
        if (wanted.every(([key, value]) => field(pod.labels, key) === value)) {
          this.record(id, pod.id, EdgeType.SELECTOR, selector?.path ?? '');
        }
      }
    }
  }

  private record(from: number, to: number, type: EdgeType, path: string): void {
    const key = `${from} ${to} ${type}`;
    const known = this.found.get(key);
    if (!known) {
      this.found.set(key, { from, to, type, fields: [path] });
    } else if (!known.fields.includes(path)) {
      known.fields.push(path);
    }
  }
}

function pushTo<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const known = lists.get(key);
  if (known) {
    known.push(item);
  } else {
    lists.set(key, [item]);
  }
}

function keyOf(kind: string, namespace: string | undefined, name: string): string {
  return [kind, namespace ?? '', name].join('/');
}

function definitionKey(group: string, kind: string): string {
  return `definition ${group}/${kind}`;
}

/** Every namespace has a ServiceAccount `default`. */
function isImplicit(kind: string, name: string): boolean {
  return kind === 'ServiceAccount' && name === 'default';
}

/** Kinds that are not in a namespace, among those that others refer to. */
const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  'ClusterIssuer',
  'ClusterRole',
  'GatewayClass',
  'IngressClass',
  'MutatingAdmissionPolicy',
  'PriorityClass',
  'RuntimeClass',
  'StorageClass',
  'ValidatingAdmissionPolicy',
]);

/** The edges of a drawing: without those that most objects have, to their Namespace and CustomResourceDefinition. */
export function drawnEdges({ edges }: ManifestGraph): GraphEdge[] {
  return edges.filter(({ type }) => type === EdgeType.REFERENCE || type === EdgeType.SELECTOR);
}
