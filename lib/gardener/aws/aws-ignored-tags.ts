import { listUnlessEmpty } from '../../private/empty';
import { violation } from '../../private/errors';
import { ask } from '../ask';
import { TAG_KEY } from './aws-names';

/** Tags of networks and the like that others set, and Gardener would remove. */
export interface AwsIgnoredTags {
  /**
   * Their keys.
   *
   * @default - none
   */
  readonly keys?: string[];

  /**
   * What their keys begin with.
   *
   * @default - none
   */
  readonly keyPrefixes?: string[];
}

/** The tag that Gardener itself gives everything. */
const OWN_KEY = 'Name';

/** What the keys of Gardener and Kubernetes begin with. */
const OWN_PREFIXES = ['kubernetes.io', 'gardener.cloud'];

export function renderIgnoredTags({ keyPrefixes = [], keys = [] }: AwsIgnoredTags): unknown {
  return { keys: listUnlessEmpty([...keys]), keyPrefixes: listUnlessEmpty([...keyPrefixes]) };
}

/** What Gardener's provider for AWS refuses of them: it needs its own tags. */
export function validateIgnoredTags({ keyPrefixes = [], keys = [] }: AwsIgnoredTags): string[] {
  const isOwn = (key: string) => key === OWN_KEY || OWN_PREFIXES.some((prefix) => key.startsWith(prefix));
  const areOwn = (prefix: string) =>
    OWN_KEY.startsWith(prefix) || OWN_PREFIXES.some((own) => own.startsWith(prefix) || prefix.startsWith(own));
  return [
    ...keys.flatMap((key, index) => validateTag(`keys[${index}]`, key, isOwn)),
    ...keyPrefixes.flatMap((prefix, index) => validateTag(`keyPrefixes[${index}]`, prefix, areOwn)),
  ];
}

function validateTag(name: string, key: string, isOwn: (key: string) => boolean): string[] {
  const property = `infrastructure.ignoredTags.${name}`;
  const errors = ask(property, key, TAG_KEY);
  return errors.length > 0 || !isOwn(key)
    ? errors
    : [violation(property, key, 'takes in tags of Gardener or Kubernetes', 'remove it, or write more of it')];
}
