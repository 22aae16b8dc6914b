import { ManifestModel } from './model';

/** A public route of an application, and the component that answers it. */
export interface ManifestRoute {
  /** The route as in the manifest, with the base path: `/cart/...`. */
  readonly route: string;

  readonly component: string;

  /** Its path without wildcard and without a slash at the end: `/cart`; `/` for the root. */
  readonly path: string;

  /** True if it ends in `/...`: it matches all paths below as well. */
  readonly isWildcard: boolean;

  /** True if it has parameters, which match one segment each: `/users/:id`. */
  readonly hasParameters: boolean;
}

const WILDCARD = /\/(\.\.\.|\*)$/;

/** A parameter, up to the end of the segment or a dot. Before a dot, it also matches nothing. */
const PARAMETER = /:[^/.]*/g;

/** Public routes of an application. Where several components have the same route, the last one answers, as in Spin. */
export function publicRoutes({ httpBase = '/', triggers }: ManifestModel): ManifestRoute[] {
  const routes = triggers.flatMap(({ component, route, type }) =>
    type === 'http' && component !== undefined && route !== undefined ? [parseRoute(route, httpBase, component)] : [],
  );
  return [...new Map(routes.map((route) => [route.route, route])).values()];
}

function parseRoute(text: string, base: string, component: string): ManifestRoute {
  const route = `${absolute(base)}${absolute(text)}` || '/';
  const path = route.replace(WILDCARD, '') || '/';
  const hasParameters = path.includes('/:');
  return { route, component, path, isWildcard: WILDCARD.test(route), hasParameters };
}

/** With a slash in front and none at the end; empty for the root. */
function absolute(text: string): string {
  return `/${text}`.replace(/^\/+/, '/').replace(/\/$/, '');
}

/**
 * A regular expression for the paths that a route matches, all of them from begin to end: also with a slash at the end,
 * which Spin ignores.
 */
export function routePattern({ isWildcard, path }: ManifestRoute): string {
  const literal = (part: string) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const literals = path.split(PARAMETER).map(literal);
  const parameters = [...path.matchAll(PARAMETER)].map(({ 0: name, index }) =>
    path[index + name.length] === '.' ? '[^/.]*' : '[^/]+',
  );
  const pattern = literals.flatMap((part, index) => [part, parameters[index] ?? '']).join('');
  return `${pattern.replace(/^\/$/, '')}${isWildcard ? '(/.*)?' : '/?'}`;
}
