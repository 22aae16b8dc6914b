import { kindOf, Manifest } from '../../synth/manifest';
import { someOf } from '../some-of';
import { grantsOfAppProject, liftedBans } from './app-project-grants';
import { Grant, isGranted } from './grant';
import { grantsOfNamespace } from './namespace-grants';
import { grantsOfWorkload, hostPaths } from './pod-grants';
import { grantsOfBinding, grantsOfRole } from './rbac-grants';
import { RiskName, RiskRule } from './risk';

/** Rights that someone or something gets: those of the new object that the old one did not have. */
export const rights: RiskRule = ({ after, before }) => {
  const rule = after && RULES[kindOf(after)];
  if (!rule) {
    return [];
  }
  const granted = before ? rule(before, before) : [];
  const found = rule(after, before).filter((grant) => !isGranted(grant, granted));
  return found.length === 0
    ? []
    : [
        {
          name: RiskName.RIGHTS,
          text: `it allows more: ${someOf(sentences(found), '; ')}`,
          remedy: 'see that each of these rights is needed',
        },
      ];
};

/** The grants of a version of an object; `before` is the old version, undefined if it is new. */
type GrantsOf = (object: Manifest, before?: Manifest) => Grant[];

const RULES: { readonly [kind: string]: GrantsOf | undefined } = {
  'AppProject.argoproj.io': (object, before) => [
    ...grantsOfAppProject(object),
    ...(before ? liftedBans(before, object) : []),
  ],
  'ClusterRole.rbac.authorization.k8s.io': grantsOfRole,
  'ClusterRoleBinding.rbac.authorization.k8s.io': grantsOfBinding,
  'CronJob.batch': grantsOfWorkload,
  'DaemonSet.apps': grantsOfWorkload,
  'Deployment.apps': grantsOfWorkload,
  'Job.batch': grantsOfWorkload,
  Namespace: (object, before) => grantsOfNamespace(object, before === undefined),
  Pod: grantsOfWorkload,
  'ReplicaSet.apps': grantsOfWorkload,
  'Role.rbac.authorization.k8s.io': grantsOfRole,
  'RoleBinding.rbac.authorization.k8s.io': grantsOfBinding,
  'SpinApp.core.spinkube.dev': ({ spec }) => hostPaths(spec),
  'SpinApp.core.spinoperator.dev': ({ spec }) => hostPaths(spec),
  'StatefulSet.apps': grantsOfWorkload,
};

/** Rights that lead to others. */
const DANGEROUS = /^(?:\*|escalate|bind|impersonate)$/;
const SENSITIVE = /^on (?:\*|secrets|serviceaccounts\/token|pods\/exec|nodes\/proxy)(?:[./]|$)/;

/** The grants by what they are for, the most dangerous first: `get, list on secrets`. */
function sentences(grants: readonly Grant[]): string[] {
  const verbs = new Map<string, Set<string>>();
  for (const { object, verb } of grants) {
    verbs.set(object, (verbs.get(object) ?? new Set<string>()).add(verb));
  }
  const isDangerous = ([object, names]: [string, Set<string>]) =>
    SENSITIVE.test(object) || [...names].some((name) => DANGEROUS.test(name));
  return [...verbs]
    .sort((one, other) => Number(isDangerous(other)) - Number(isDangerous(one)))
    .map(([object, names]) => `${[...names].join(', ')} ${object}`);
}
