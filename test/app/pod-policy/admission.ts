import { isCelList, isCelMap, run } from '@bufbuild/cel';
import { JsonPatch } from 'cdk8s';
import { field, list } from '../../../lib/synth/manifest';
import { celBindings } from '../../cel-input';
import { Manifest } from '../../testing';

/** A pod after its creation with a policy, by another engine for CEL than that of the API server. */
export function admitted(policy: Manifest, pod: object): unknown {
  return list(policy.spec, 'mutations').reduce((object, mutation) => {
    const patches = plain(run(untyped(String(field(mutation, 'jsonPatch', 'expression'))), celBindings({ object })));
    const operations = (patches as { readonly op: string; readonly path: string; readonly value: unknown }[]).map(
      ({ op, path, value }) => (op === 'remove' ? JsonPatch.remove(path) : JsonPatch.add(path, value)),
    );
    return JsonPatch.apply(object, ...operations) as object;
  }, structuredClone(pod));
}

/** The same expression with maps in place of objects, whose types only an API server knows. */
function untyped(expression: string): string {
  return expression.replace(/\b(?:JSONPatch|Object(?:\.\w+)+)\{/g, '{').replace(/([{ ])([a-z]\w*): /gi, '$1"$2": ');
}

function plain(value: unknown): unknown {
  if (isCelList(value)) {
    return [...value].map(plain);
  }
  if (isCelMap(value)) {
    return Object.fromEntries([...value].map(([key, one]) => [key as string, plain(one)]));
  }
  return typeof value === 'bigint' ? Number(value) : value;
}
