/**
 * What Helm knew when it installed a chart.
 *
 * Names, labels and selectors follow from it. Selectors never change in a cluster, so whoever takes over what Helm has
 * installed must follow the same rules.
 */
export interface HelmRelease {
  /** Name of the release, the first argument of `helm install`. */
  readonly name: string;

  /** Name of the chart. */
  readonly chart: string;

  /** What the chart installs, as in the label `app.kubernetes.io/version`. */
  readonly appVersion: string;
}

/** Labels of an object or of its selector. */
export interface Labels {
  readonly [key: string]: string;
}

/** Kubernetes allows that many characters in a label value and in most names. */
const MAX_LENGTH = 63;

/** The `fullname` of a chart, with which the names of its objects begin. */
export function helmFullname({ name, chart }: HelmRelease): string {
  return helmCut(name.includes(chart) ? name : `${name}-${chart}`);
}

/** `trunc` and `trimSuffix "-"` of Helm, which takes one dash away and leaves others. */
export function helmCut(name: string, length = MAX_LENGTH): string {
  return name.slice(0, length).replace(/-$/, '');
}

/** The labels by which charts select pods. */
export function helmSelectorLabels({ name, chart }: HelmRelease): Labels {
  return { 'app.kubernetes.io/name': helmCut(chart), 'app.kubernetes.io/instance': name };
}

/** The labels of every object of a chart, less those that speak of Helm. */
export function helmLabels(release: HelmRelease): Labels {
  return { ...helmSelectorLabels(release), 'app.kubernetes.io/version': release.appVersion };
}
