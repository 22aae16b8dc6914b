import { ApiObject, App } from 'cdk8s';
import { listedError, plainError } from '../private/errors';
import { AppOrder, orderOf } from '../synth/cdk8s/app-order';
import { cdk8sFiles, constructMetadata, printCharts, Render } from '../synth/cdk8s/layouts';
import { RenderedObject } from '../synth/manifest';
import { FileContent } from '../synth/output/file-content';
import { checkApp, CheckedApp } from './app-plan';
import { inCluster, Output, OutputOptions } from './output';

/** A valid app, in order. */
interface OrderedApp {
  /** The folder of its files below the output directory. */
  readonly directory: string;
  readonly app: App;
  readonly order: AppOrder;
  readonly render: Render;
}

/**
 * A bundle in one of the layouts of cdk8s, with its clusters. Files are rendered when they are asked for.
 *
 * @throws with everything that is wrong in it, in the words of cdk8s where cdk8s would throw as well
 */
export function cdk8sOutput(
  bundle: App,
  { clusters, fieldValidation, imageMirror, recordConstructMetadata }: OutputOptions,
): Output {
  const checked = [bundle, ...clusters].map((app, index) => {
    const cluster = index === 0 ? undefined : clusters[index - 1];
    const options = { fieldValidation, imageMirror: cluster ? cluster.imageMirror : imageMirror };
    return { name: cluster?.name, app, ...checkApp(app, options) };
  });
  throwErrors(checked);
  const apps = checked.map(({ name, app, tree, ...found }): OrderedApp => ({
    directory: name === undefined ? '' : `${name}/`,
    app,
    order: about(name, () => orderOf(app, tree)),
    render: renderOf(found),
  }));
  return {
    files: filesOf(apps, recordConstructMetadata),
    stale: [],
    warnings: checked.flatMap(({ name, warnings }) => named(name, warnings)),
  };
}

/**
 * All charts of an app as one text, as `cdk8s.App.synthYaml()` gives it.
 *
 * @throws as `cdk8sOutput()` does
 */
export function synthYaml(app: App, options: Pick<OutputOptions, 'fieldValidation' | 'imageMirror'>): string {
  const checked = checkApp(app, options);
  throwErrors([checked]);
  return printCharts(orderOf(app, checked.tree), renderOf(checked));
}

function throwErrors(apps: (Pick<CheckedApp, 'refused' | 'reported'> & { readonly name?: string })[]): void {
  const errors = apps.flatMap(({ name, refused, reported }) => named(name, [...reported, ...refused]));
  if (errors.length > 0) {
    throw listedError('Validation failed with', errors);
  }
}

/** Names the cluster in an error: constructs are called the same in all of them. */
function about<T>(cluster: string | undefined, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw cluster === undefined || !(error instanceof Error) ? error : plainError(inCluster(cluster, error.message));
  }
}

function named(cluster: string | undefined, messages: readonly string[]): readonly string[] {
  return cluster === undefined ? messages : messages.map((message) => inCluster(cluster, message));
}

/** Renders an object: the known result, or the error that it caused. */
function renderOf({ objects, unrendered }: Pick<CheckedApp, 'objects' | 'unrendered'>): Render {
  const rendered = new Map<ApiObject, RenderedObject>();
  for (const object of objects) {
    rendered.set(object.apiObject, object);
  }
  return (apiObject: ApiObject) => {
    if (unrendered.has(apiObject)) {
      throw unrendered.get(apiObject);
    }
    return rendered.get(apiObject) ?? { manifest: apiObject.toJson() };
  };
}

function* filesOf(apps: OrderedApp[], recordConstructMetadata: boolean): Generator<[string, FileContent]> {
  for (const { app, directory, order, render } of apps) {
    for (const [file, content] of cdk8sFiles(app, order, render)) {
      yield [`${directory}${file}`, content];
    }
  }
  if (recordConstructMetadata) {
    yield constructMetadata(apps.flatMap(({ order }) => order.charts.flatMap(({ objects }) => objects())));
  }
}
