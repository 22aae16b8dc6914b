import { ApiObject, App, Chart, Names, YamlOutputType } from 'cdk8s';
import { FileContent, Text } from '../output/file-content';
import { joinParts, partsOf } from '../output/text';
import { yamlParts } from '../yaml';
import { AppOrder, OrderedChart } from './app-order';

/** A file by its path below the output directory. */
type File = [path: string, content: FileContent];

/** The manifest of an object, and its YAML if already known. */
export interface Rendering {
  readonly manifest: unknown;
  readonly text?: string;
}

/** Renders an object, or throws as `toJson()` does. */
export type Render = (apiObject: ApiObject) => Rendering;

/**
 * Generates the files of an app in one of the layouts of cdk8s, byte for byte as cdk8s writes them.
 *
 * The empty folders that cdk8s creates for charts without objects are left out.
 *
 * @param app the app, with the layout and the file extension
 * @param order its charts and objects, sorted
 * @param render renders an object
 */
export function* cdk8sFiles(app: App, order: AppOrder, render: Render): Generator<File> {
  const { outputFileExtension, yamlOutputType } = app;
  const nameOf = chartNames(order);
  if (yamlOutputType === YamlOutputType.FILE_PER_APP) {
    if (order.charts.length > 0) {
      yield [
        `app${outputFileExtension}`,
        { text: printAll(order.charts.flatMap((chart) => renderChart(chart, render))) },
      ];
    }
    return;
  }
  for (const ordered of order.charts) {
    const { chart, objects } = ordered;
    switch (yamlOutputType) {
      case YamlOutputType.FILE_PER_CHART:
        yield [`${nameOf(chart)}${outputFileExtension}`, { text: printAll(renderChart(ordered, render)) }];
        break;
      case YamlOutputType.FILE_PER_RESOURCE:
        for (const rendering of renderChart(ordered, render).filter(({ manifest }) => manifest !== undefined)) {
          const { kind, metadata } = rendering.manifest as Pick<ApiObject, 'kind' | 'metadata'>;
          yield [`${objectName(kind, metadata.name)}${outputFileExtension}`, { text: joinParts(print(rendering)) }];
        }
        break;
      case YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE: {
        const folder = nameOf(chart);
        for (const apiObject of objects()) {
          const name = objectName(apiObject.kind, apiObject.metadata.name);
          yield [`${folder}/${name}${outputFileExtension}`, { text: joinParts(print(render(apiObject))) }];
        }
        break;
      }
    }
  }
}

/** The YAML of all charts. */
export function printCharts(order: AppOrder, render: Render): string {
  return partsOf(printAll(order.charts.flatMap((chart) => renderChart(chart, render)))).join('');
}

/** The file in which cdk8s records the construct path of each object. */
export function constructMetadata(apiObjects: ApiObject[]): File {
  const resources = Object.fromEntries(apiObjects.map(({ name, node }) => [name, { path: node.path }]));
  return ['construct-metadata.json', { text: JSON.stringify({ version: '1.0.0', resources }) }];
}

/** The manifests of a chart, from its own `toJson()` if overridden. */
function renderChart({ chart, objects }: OrderedChart, render: Render): Rendering[] {
  return Reflect.get(chart, 'toJson') === Reflect.get(Chart.prototype, 'toJson')
    ? objects().map(render)
    : Object.values(chart.toJson()).map((manifest: unknown) => ({ manifest }));
}

function printAll(renderings: Rendering[]): Text {
  const parts: string[] = [];
  for (const rendering of renderings) {
    if (parts.length > 0) {
      parts.push('---\n');
    }
    parts.push(...print(rendering));
  }
  return joinParts(parts);
}

function print({ manifest, text }: Rendering): readonly string[] {
  return text === undefined ? yamlParts(manifest) : [text];
}

/** Names the files of charts, numbered in the order of the calls. */
function chartNames({ haveDependentCharts }: AppOrder): (chart: Chart) => string {
  let index = 0;
  return (chart) => {
    const name = Names.toDnsLabel(chart);
    return haveDependentCharts ? `${String(index++).padStart(4, '0')}-${name}` : name;
  };
}

function objectName(kind: string, name: string | undefined): string {
  return `${kind}.${name}`.replace(/[^0-9a-zA-Z-_.]/g, '');
}
