import { IConstruct } from 'constructs';

const CONTEXT = 'cdk8s-spinkube:allow-plaintext-secrets';

/** Says whether secrets may stand in the manifests of a construct and of all below it, which must have no children yet. */
export function setPlaintextSecrets(construct: IConstruct, allowed: boolean): void {
  construct.node.setContext(CONTEXT, allowed);
}

/** Whether secrets may stand in the manifest of a construct. */
export function allowsPlaintextSecrets(construct: IConstruct): boolean {
  return construct.node.tryGetContext(CONTEXT) === true;
}
