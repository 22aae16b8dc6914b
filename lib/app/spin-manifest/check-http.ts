import { Problems } from '../../validation/problems';
import { CheckedApp } from './checked-app';

/** Path that the HTTP trigger answers itself. */
const HEALTH = '/.well-known/spin/health';

/** A base path of all routes is rejected by newer versions of Spin. */
export function checkBase({ model, running, shim }: CheckedApp, problems: Problems): void {
  const { httpBase = '/' } = model;
  if (httpBase !== '/' && !shim._facts.supportsHttpBase && running.triggers.some(({ type }) => type === 'http')) {
    const rule = `is the base of HTTP routes, which shim ${shim.name} does not support`;
    problems.refuse(httpBase, rule, "add it to each 'route', and remove it");
  }
}

/** Warns of probes that are never answered, or only by 404. */
export function warnOfProbes({ manifest, model, probes, running }: CheckedApp, problems: Problems): void {
  const http = running.triggers.filter(({ type }) => type === 'http');
  const routes = http.flatMap(({ route }) => route ?? []);
  for (const [property, path] of Object.entries(probes)) {
    if (http.length === 0) {
      const rule = `is never answered: no HTTP trigger of ${manifest._source()} runs, so that nothing listens on port 80`;
      problems.at(property).refuse(path, rule, 'remove it');
    } else if (model.httpBase === undefined && path !== HEALTH && !routes.some((route) => matches(route, path))) {
      const rule = `is answered with 404: no route of ${manifest._source()} that runs matches it`;
      problems.at(property).refuse(path, rule, `use ${HEALTH}, or the path of a route`);
    }
  }
}

/** Warns of Ingresses and the like that send requests to an app without public routes. */
export function warnOfRoutes({ manifest, routesToApp, running }: CheckedApp, problems: Problems): void {
  const http = running.triggers.filter(({ type }) => type === 'http');
  if (http.some(({ route }) => route !== undefined)) {
    return;
  }
  for (const source of routesToApp()) {
    const what =
      http.length === 0 ? 'no HTTP trigger that runs, so that nothing listens on port 80' : 'only private routes';
    problems.refuse(source, `sends requests to the app, but ${manifest._source()} has ${what}`, 'remove it');
  }
}

/** Tells if a route may match a path: `/a`, `/a/...`, `/:name`. */
function matches(route: string, path: string): boolean {
  const segments = (text: string) => text.split('?')[0].split('/').filter(Boolean);
  const wanted = segments(route);
  const given = segments(path);
  const rest = wanted.findIndex((segment) => segment === '...' || segment.startsWith('*'));
  const fixed = rest < 0 ? wanted : wanted.slice(0, rest);
  const isLongEnough = rest < 0 ? given.length === fixed.length : given.length >= fixed.length;
  return isLongEnough && fixed.every((segment, index) => segment.startsWith(':') || segment === given[index]);
}
