import { App, Chart, Testing } from 'cdk8s';
import { Existing } from '../app/existing';
import { KeyValueStore } from '../app/key-value-store';
import { LlmCompute } from '../app/llm-compute';
import { OptionValue } from '../app/option-value';
import { RuntimeClass } from '../app/runtime-class';
import { RuntimeConfig } from '../app/runtime-config';
import { SpinAppExecutor } from '../app/spin-app-executor';
import { SpinApplication, SpinApplicationProps } from '../app/spin-application';
import { SpinManifest } from '../app/spin-manifest/spin-manifest';
import { SqliteDatabase } from '../app/sqlite-database';
import { Variable } from '../app/variable';
import { Entries, Expression } from './expression';

/** The classes in expressions. */
const CLASSES = { KeyValueStore, LlmCompute, OptionValue, RuntimeClass, RuntimeConfig, SqliteDatabase, Variable };

type Factory = (...values: unknown[]) => unknown;

/**
 * Synthesizes the application of a project, as its program will.
 *
 * @param name name of the application
 * @param image its image
 * @param text its `spin.toml`
 * @param properties its other properties
 * @throws if the program would throw
 */
export function tryApplication(name: string, image: string, text: string, properties: Entries): void {
  const apps = new Chart(new App(), 'apps', { namespace: 'default' });
  const constants: { readonly [name: string]: unknown } = { apps, secret: Existing.secret(name) };
  const valuesOf = (entries: Entries): object =>
    Object.fromEntries(entries.map(([key, value]) => [key, evaluate(value)]));
  const evaluate = (expression: Expression): unknown => {
    if (typeof expression === 'string') {
      return expression;
    }
    if ('constant' in expression) {
      return constants[expression.constant];
    }
    if ('map' in expression) {
      return valuesOf(expression.map);
    }
    const { arguments: positional, method, named, type } = expression;
    const factories = CLASSES[type as keyof typeof CLASSES] as unknown as { readonly [name: string]: Factory };
    return factories[method](...positional.map(evaluate), ...(named.length > 0 ? [valuesOf(named)] : []));
  };
  const props: SpinApplicationProps = {
    metadata: { name },
    image,
    executor: SpinAppExecutor.fromSpinAppExecutorName(apps, 'executor', 'containerd-shim-spin'),
    manifest: SpinManifest.fromString(text),
    ...valuesOf(properties),
  };
  new SpinApplication(apps, name, props);
  Testing.synth(apps);
}
