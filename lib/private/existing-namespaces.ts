import { IConstruct } from 'constructs';

const TYPE = 'cdk8s-spinkube:existing-namespace';

/** Says that the cluster has a namespace before a bundle is applied. */
export function addExistingNamespace(construct: IConstruct, name: string): void {
  construct.node.addMetadata(TYPE, name);
}

/** The namespaces that were said to exist in the whole tree. */
export function existingNamespacesIn(root: IConstruct): Set<string> {
  const constructs = root.node.findAll();
  const entries = constructs.flatMap(({ node }) => node.metadata.filter(({ type }) => type === TYPE));
  return new Set(entries.map(({ data }) => String(data)));
}
