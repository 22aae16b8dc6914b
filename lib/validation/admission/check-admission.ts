import { groupOf, Manifest } from '../../synth/manifest';
import { compareVersions } from '../../private/versions';
import { givenAt } from '../fields';
import { Finding } from '../problems';
import { perKind } from '../per-kind';
import { ClusterSchemas } from '../schema/schemas';
import { AUTOSCALER_RULES } from './autoscaler-rules';
import { EXECUTOR_RULES } from './executor-rules';
import { HTTP_ROUTE_RULES } from './http-route-rules';
import { IMAGE_RULES } from './image-rules';
import { ISSUER_RULES } from './issuer-rules';
import { PLAINTEXT_RULES } from './plaintext-rules';
import { POD_SECURITY_RULES } from './pod-security-rules';
import { PRIVATE_REGISTRY_RULES } from './private-registry-rules';
import { GARDENER, Rule } from './rule';
import { SERVICE_RULES } from './service-rules';
import { SHIM_RULES } from './shim-rules';
import { SPIN_APP_RULES } from './spin-app-rules';
import { ClusterKnowledge, lazy, surroundings as surroundingsOf } from './surroundings';

/** Rules of the operators on a cluster, in the order in which their findings are reported. */
const OPERATOR_RULES: readonly Rule[] = [
  ...SPIN_APP_RULES,
  ...EXECUTOR_RULES,
  ...SHIM_RULES,
  ...ISSUER_RULES,
  ...PLAINTEXT_RULES,
  ...IMAGE_RULES,
  ...SERVICE_RULES,
  ...HTTP_ROUTE_RULES,
  ...AUTOSCALER_RULES,
  ...POD_SECURITY_RULES,
  ...PRIVATE_REGISTRY_RULES,
];

/** Rules of Gardener, loaded at first use, as most programs have no Shoots. */
const gardenerRules = lazy((): readonly Rule[] => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load them with this module
  const { GARDENER_RULES } = require('../gardener/gardener-rules') as typeof import('../gardener/gardener-rules');
  return GARDENER_RULES;
});

/** All rules, in the order in which their findings are reported. */
export function allRules(): Rule[] {
  return [...OPERATOR_RULES, ...gardenerRules()];
}

/** A field of `spec` that a rule is about, and a test for it. */
interface Topic {
  readonly field: string;
  readonly isGivenIn: (spec: unknown) => boolean;
}

/** A rule and the fields it is about; undefined if it applies to all objects of its kind. */
interface KnownRule {
  readonly rule: Rule;
  readonly topics?: readonly Topic[];
}

interface RulesOfKind {
  readonly group: string;
  readonly hasRules: boolean;
  readonly rulesFor: (fields: string[]) => KnownRule[];
}

/** The rules for a kind, by the fields of `spec` that are set. */
function rulesOf(schemas: ClusterSchemas, apiVersion: string, kind: string): RulesOfKind {
  const group = groupOf({ apiVersion });
  const rules = rulesFor(schemas, group, kind);
  const known = rules.map((rule): KnownRule => ({ rule, topics: rule.about?.map(topicOf) }));
  return {
    group,
    hasRules: rules.length > 0,
    rulesFor: perFields((fields) => known.flatMap((one) => among(fields, one))),
  };
}

/** The rules for a kind in the version of its operator that the schemas tell. */
export function rulesFor(schemas: ClusterSchemas, group: string, kind: string): readonly Rule[] {
  const version = schemas.versionOf(group);
  return (group === GARDENER ? allRules() : OPERATOR_RULES).filter(
    (rule) => rule.kind === kind && rule.groups.includes(group) && (version === undefined || holdsIn(rule, version)),
  );
}

function holdsIn({ since, until }: Rule, version: string): boolean {
  return (
    (since === undefined || compareVersions(version, since) >= 0) &&
    (until === undefined || compareVersions(version, until) < 0)
  );
}

const rulesBySchemas = new WeakMap<ClusterSchemas, (apiVersion: string, kind: string) => RulesOfKind>();

/** The rules of each kind, chosen once for the same schemas. */
function rulesByKind(schemas: ClusterSchemas): (apiVersion: string, kind: string) => RulesOfKind {
  const known = rulesBySchemas.get(schemas) ?? perKind((apiVersion, kind) => rulesOf(schemas, apiVersion, kind));
  rulesBySchemas.set(schemas, known);
  return known;
}

function topicOf(path: string): Topic {
  return { field: path.split('.')[0], isGivenIn: givenAt(path) };
}

function among(fields: readonly string[], { rule, topics }: KnownRule): KnownRule[] {
  const given = topics?.filter(({ field }) => fields.includes(field));
  return given?.length === 0 ? [] : [{ rule, topics: given }];
}

/** Caches a value for each set of fields: most objects of a kind have the same ones. */
function perFields<T>(make: (fields: string[]) => T): (fields: string[]) => T {
  const known = new Map<string, T>();
  return (fields) => {
    const key = fields.join('\0');
    const made = known.get(key) ?? make(fields);
    known.set(key, made);
    return made;
  };
}

/**
 * Checks objects that are applied together against the rules of the operators.
 *
 * @param objects all of them
 * @param knowledge knowledge of the cluster beyond the objects
 * @param schemas the schemas of the cluster, which tell the versions of the operators
 * @returns a function that checks one of them
 */
export function admission(
  objects: readonly Manifest[],
  knowledge: ClusterKnowledge = { completeKinds: [], externals: [] },
  schemas: ClusterSchemas = ClusterSchemas.NEWEST,
): (object: Manifest) => Finding[] {
  const around = surroundingsOf(objects, knowledge);
  const rulesIn = rulesByKind(schemas);
  return (object) => {
    const { group, hasRules, rulesFor } = rulesIn(object.apiVersion, object.kind);
    const findings: Finding[] = [];
    if (!hasRules) {
      return findings;
    }
    const surroundings = around(group);
    for (const { rule, topics } of rulesFor(Object.keys(object.spec ?? {}))) {
      if (topics === undefined || topics.some(({ isGivenIn }) => isGivenIn(object.spec))) {
        for (const breach of rule.check(object, surroundings)) {
          findings.push({ level: rule.level, rule: rule.name, ...breach });
        }
      }
    }
    return findings;
  };
}
