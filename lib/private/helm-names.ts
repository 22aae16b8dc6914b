/**
 * The Helm release of a chart.
 *
 * Names, labels and selectors derive from it. Selectors are immutable, so they must be the same to take over what Helm has
 * installed.
 */
export interface HelmRelease {
  /** Name of the release, the first argument of `helm install`. */
  readonly name: string;

  /** Name of the chart. */
  readonly chart: string;

  /** Application version of the chart, the label `app.kubernetes.io/version`. */
  readonly appVersion: string;
}

/** Labels of an object or of its selector. */
export interface Labels {
  readonly [key: string]: string;
}

/** Maximum length of a label value and of most names. */
const MAX_LENGTH = 63;

/** The `fullname` of a chart, the prefix of the names of its objects. */
export function helmFullname({ name, chart }: HelmRelease): string {
  return helmCut(name.includes(chart) ? name : `${name}-${chart}`);
}

/** `trunc` and `trimSuffix "-"` of Helm, which removes a single dash. */
export function helmCut(name: string, length = MAX_LENGTH): string {
  return name.slice(0, length).replace(/-$/, '');
}

/** The selector labels of a chart. */
export function helmSelectorLabels({ name, chart }: HelmRelease): Labels {
  return { 'app.kubernetes.io/name': helmCut(chart), 'app.kubernetes.io/instance': name };
}

/** The labels of all objects of a chart, without those about Helm itself. */
export function helmLabels(release: HelmRelease): Labels {
  return { ...helmSelectorLabels(release), 'app.kubernetes.io/version': release.appVersion };
}
