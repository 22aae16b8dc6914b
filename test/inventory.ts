import { Stages } from './gitops/stages';
import { manifestsIn } from './testing';

/** A manifest whose fields may be anything. */
interface Fields {
  readonly [field: string]: unknown;
}

function at(value: unknown, ...names: string[]): unknown {
  return names.reduce<unknown>((found, name) => (found as Fields | null | undefined)?.[name], value);
}

function text(value: unknown, ...names: string[]): string {
  const found = at(value, ...names);
  return typeof found === 'string' ? found : JSON.stringify(found);
}

function texts(value: unknown, ...names: string[]): string[] {
  return items(value, ...names).map((item) => text(item));
}

function items(value: unknown, ...names: string[]): unknown[] {
  const found = at(value, ...names);
  return Array.isArray(found) ? found : [];
}

/**
 * Lists what a reviewer asks about first: each stage with its objects, and of each object the images, the security context
 * of its containers, the rights that it grants and what its webhooks do when they fail.
 *
 * @param files what a program writes, by path
 * @param folder folder of the bundle or cluster
 */
export function inventory(files: { [file: string]: string }, folder = ''): string {
  const { stages } = JSON.parse(files[`${folder}stages.json`]) as { stages: Stages };
  return stages
    .flatMap(({ dependsOn, level, name, path }) => [
      `${level} ${name}${dependsOn.length > 0 ? ` after ${dependsOn.join(', ')}` : ''}`,
      ...manifestsIn(files[folder + path]).flatMap(describe),
    ])
    .join('\n');
}

function describe(manifest: unknown): string[] {
  const namespace =
    at(manifest, 'metadata', 'namespace') === undefined ? '' : `${text(manifest, 'metadata', 'namespace')}/`;
  const name = text(manifest, 'metadata', 'name');
  const title = `  ${text(manifest, 'kind')} ${namespace}${name}`;
  return [title, ...details(manifest).map((line) => `    ${line}`)];
}

function details(manifest: unknown): string[] {
  switch (at(manifest, 'kind')) {
    case 'Namespace':
      return Object.entries(at(manifest, 'metadata', 'labels') ?? {})
        .filter(([label]) => label.startsWith('pod-security.kubernetes.io/'))
        .map(([label, value]) => `${label}=${String(value)}`);
    case 'Deployment':
    case 'Job':
      return podDetails(at(manifest, 'spec', 'template', 'spec'));
    case 'ClusterRole':
    case 'Role':
      return items(manifest, 'rules').map(describeRule);
    case 'ClusterRoleBinding':
    case 'RoleBinding':
      return [`${text(manifest, 'roleRef', 'name')} to ${items(manifest, 'subjects').map(describeSubject).join(', ')}`];
    case 'MutatingWebhookConfiguration':
    case 'ValidatingWebhookConfiguration':
      return items(manifest, 'webhooks').map(
        (webhook) => `${text(webhook, 'name')}: failurePolicy ${text(webhook, 'failurePolicy')}`,
      );
    case 'SpinApp':
      return [`image ${text(manifest, 'spec', 'image')}`];
    case 'Shim':
      return items(manifest, 'spec', 'fetchStrategy', 'platforms').map(
        (platform) => `archive ${text(platform, 'location')} ${text(platform, 'sha256')}`,
      );
    default:
      return [];
  }
}

function podDetails(pod: unknown): string[] {
  const host = ['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => at(pod, field) === true);
  const hostPaths = items(pod, 'volumes').flatMap((volume) => at(volume, 'hostPath', 'path') ?? []);
  const containers = [...items(pod, 'initContainers'), ...items(pod, 'containers')];
  return [
    `service account ${text(pod, 'serviceAccountName')}, pod ${security(pod)}`,
    ...[...host, ...hostPaths].map((access) => `host access: ${text(access)}`),
    ...containers.map(
      (container) => `container ${text(container, 'name')} ${text(container, 'image')} ${security(container)}`,
    ),
  ];
}

function security(owner: unknown): string {
  return JSON.stringify(at(owner, 'securityContext') ?? {});
}

function describeRule(rule: unknown): string {
  const names = texts(rule, 'resourceNames');
  const targets = [...texts(rule, 'resources'), ...texts(rule, 'nonResourceURLs')];
  const groups = texts(rule, 'apiGroups').map((group) => (group === '' ? 'core' : group));
  const only = names.length > 0 ? ` named ${names.join(', ')}` : '';
  return `${texts(rule, 'verbs').join(', ')}: ${targets.join(', ')} of ${groups.length > 0 ? groups.join(', ') : 'the server'}${only}`;
}

function describeSubject(subject: unknown): string {
  const named = ['kind', 'namespace', 'name'].filter((part) => at(subject, part) !== undefined);
  return named.map((part) => text(subject, part)).join(' ');
}
