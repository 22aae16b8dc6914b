import { IConstruct } from 'constructs';

const TYPE = 'cdk8s-spinkube:prerequisite';

/** Says what a cluster must have before a bundle is applied, or what its owner must do: a sentence in Markdown. */
export function addPrerequisite(construct: IConstruct, sentence: string): void {
  construct.node.addMetadata(TYPE, sentence);
}

/** What was said in the whole tree, in its order and each once. */
export function prerequisitesIn(root: IConstruct): string[] {
  const sentences = root.node
    .findAll()
    .flatMap(({ node }) => node.metadata.filter(({ type }) => type === TYPE).map(({ data }) => String(data)));
  return [...new Set(sentences)];
}
