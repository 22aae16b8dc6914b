import { DNS_LABEL, Requirement } from '../validation/requirement';

/** A name of an object of a deployer, which writes it into a label of every object: Kubernetes itself accepts longer names. */
export function labelName(kind: string): Requirement {
  const text = `is too long for ${kind}: at most 63 characters`;
  return { ...DNS_LABEL, text, remedy: 'shorten it or the name of the stage' };
}
