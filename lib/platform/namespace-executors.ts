import { Construct } from 'constructs';
import { RuntimeClass } from '../app/runtime-class';
import { SpinAppExecutor, SpinAppExecutorProps } from '../app/spin-app-executor';

/** Executors of one name: one for each namespace with SpinApps. */
export class NamespaceExecutors {
  private readonly executors = new Map<string, SpinAppExecutor>();

  public constructor(
    private readonly scope: Construct,
    private readonly name: string,
    private readonly props: SpinAppExecutorProps & { readonly runtimeClass: RuntimeClass },
  ) {}

  /** The executor that was added first. */
  public get first(): SpinAppExecutor | undefined {
    return this.executors.values().next().value;
  }

  /** Executors of the same options with another RuntimeClass, and its name appended to theirs. */
  public with(scope: Construct, suffix: string, runtimeClass: RuntimeClass): NamespaceExecutors {
    return new NamespaceExecutors(scope, `${this.name}-${suffix}`, { ...this.props, runtimeClass });
  }

  /** The executor of a namespace, which is added if there is none. */
  public in(namespace: string): SpinAppExecutor {
    const metadata = { name: this.name, namespace };
    const executor =
      this.executors.get(namespace) ?? new SpinAppExecutor(this.scope, namespace, { ...this.props, metadata });
    this.executors.set(namespace, executor);
    return executor;
  }
}
