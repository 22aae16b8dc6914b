import { IConstruct } from 'constructs';
import { constructsBelow } from './constructs-below';

const TYPE = 'cdk8s-spinkube:prerequisite';
const OF_NODES = 'cdk8s-spinkube:node-prerequisite';
const PREPARED_NODES = 'cdk8s-spinkube:prepared-nodes';
const EXISTING_NAMESPACE = 'cdk8s-spinkube:existing-namespace';

/** Adds a prerequisite of the cluster, to be met before the bundle is applied: a sentence in Markdown. */
export function addPrerequisite(construct: IConstruct, sentence: string): void {
  construct.node.addMetadata(TYPE, sentence);
}

/** Adds a prerequisite of each node. It is not listed if the app prepares its nodes. */
export function addNodePrerequisite(construct: IConstruct, sentence: string): void {
  construct.node.addMetadata(OF_NODES, sentence);
}

/** Marks the app of a construct as one that prepares its nodes. */
export function prepareNodes(construct: IConstruct): void {
  construct.node.root.node.addMetadata(PREPARED_NODES, true);
}

/** All prerequisites in a tree, in tree order and without repeats. */
export function prerequisitesIn(root: IConstruct): string[] {
  const isPrepared = root.node.metadata.some(({ type }) => type === PREPARED_NODES);
  return metadataIn(root, isPrepared ? [TYPE] : [TYPE, OF_NODES]);
}

/** Marks a namespace as one that exists before the bundle is applied. */
export function addExistingNamespace(construct: IConstruct, name: string): void {
  construct.node.addMetadata(EXISTING_NAMESPACE, name);
}

/** All namespaces in a tree that are marked as existing. */
export function existingNamespacesIn(root: IConstruct): Set<string> {
  return new Set(metadataIn(root, [EXISTING_NAMESPACE]));
}

function metadataIn(root: IConstruct, types: readonly string[]): string[] {
  const entries = constructsBelow(root).flatMap(({ node }) => node.metadata.filter(({ type }) => types.includes(type)));
  return [...new Set(entries.map(({ data }) => String(data)))];
}
