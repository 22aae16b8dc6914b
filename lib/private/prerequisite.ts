import { IConstruct } from 'constructs';

const TYPE = 'cdk8s-spinkube:prerequisite';
const OF_NODES = 'cdk8s-spinkube:node-prerequisite';
const NODES = 'cdk8s-spinkube:prepared-nodes';

/** Says what a cluster must have before a bundle is applied, or what its owner must do: a sentence in Markdown. */
export function addPrerequisite(construct: IConstruct, sentence: string): void {
  construct.node.addMetadata(TYPE, sentence);
}

/** Says what must be done to each node, unless somebody prepares them. */
export function addNodePrerequisite(construct: IConstruct, sentence: string): void {
  construct.node.addMetadata(OF_NODES, sentence);
}

/** Says in the app of a construct that its nodes come prepared. */
export function prepareNodes(construct: IConstruct): void {
  construct.node.root.node.addMetadata(NODES, true);
}

/** What was said in the whole tree, in its order and each once. */
export function prerequisitesIn(root: IConstruct): string[] {
  const isPrepared = root.node.metadata.some(({ type }) => type === NODES);
  const asked = isPrepared ? [TYPE] : [TYPE, OF_NODES];
  const sentences = root.node
    .findAll()
    .flatMap(({ node }) => node.metadata.filter(({ type }) => asked.includes(type)).map(({ data }) => String(data)));
  return [...new Set(sentences)];
}
