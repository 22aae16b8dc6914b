import {
  Call,
  Code,
  Constant,
  Expression,
  isExpression,
  isList,
  isMap,
  Member,
  MethodCall,
  propertiesOf,
} from './code';
import { exportNamed } from './modules';

type Function = (...args: unknown[]) => unknown;

/** Runs code as the printed program would. Every expression runs once, so that code can be tried part by part. */
export class Runtime {
  private readonly values = new Map<Call, unknown>();

  /** The value of code. */
  public run(code: Code): unknown {
    if (isExpression(code)) {
      return this.runExpression(code);
    }
    if (isList(code)) {
      return code.map((item) => this.run(item));
    }
    return isMap(code) ? Object.fromEntries(propertiesOf(code).map(([name, value]) => [name, this.run(value)])) : code;
  }

  /** Runs a statement. */
  public runConstant({ after, value }: Constant): void {
    this.run(value);
    after.forEach((expression) => this.run(expression));
  }

  private runExpression(code: Expression): unknown {
    if (code instanceof Call) {
      const value = this.values.has(code) ? this.values.get(code) : this.runCall(code);
      this.values.set(code, value);
      return value;
    }
    if (code instanceof Member) {
      return memberOf(exportNamed(code.owner), code.name);
    }
    if (code instanceof MethodCall) {
      const receiver = this.run(code.receiver) as object;
      return (memberOf(receiver, code.name) as Function).apply(receiver, this.all(code.args));
    }
    const value = this.run(code.constant.value) as object;
    return code.property === undefined ? value : memberOf(value, code.property);
  }

  private runCall({ args, callee }: Call): unknown {
    const path = callee.replace(/^new /, '').split('.');
    const [name] = path;
    const method = path.at(1);
    const owner = exportNamed(name);
    return method === undefined
      ? (Reflect.construct(owner as Function, this.all(args)) as unknown)
      : (memberOf(owner, method) as Function).apply(owner, this.all(args));
  }

  private all(args: readonly Code[]): unknown[] {
    return args.map((arg) => this.run(arg));
  }
}

function memberOf(owner: object, name: string): unknown {
  return (owner as { readonly [member: string]: unknown })[name];
}
