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
  private readonly values = new Map<Call | MethodCall, unknown>();

  private readonly started = new Set<Constant>();

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

  private runExpression(code: Expression): unknown {
    if (code instanceof Call || code instanceof MethodCall) {
      const value = this.values.has(code) ? this.values.get(code) : this.runCall(code);
      this.values.set(code, value);
      return value;
    }
    if (code instanceof Member) {
      return memberOf(exportNamed(code.owner), code.name);
    }
    const value = this.constant(code.constant);
    return code.property === undefined ? value : memberOf(value, code.property);
  }

  /** The value of a constant, whose statements run when it is used first. They refer to the constant themselves. */
  private constant(constant: Constant): object {
    const value = this.run(constant.value) as object;
    if (!this.started.has(constant)) {
      this.started.add(constant);
      constant.after.forEach((expression) => this.run(expression));
    }
    return value;
  }

  private runCall(code: Call | MethodCall): unknown {
    if (code instanceof MethodCall) {
      const receiver = this.run(code.receiver) as object;
      return (memberOf(receiver, code.name) as Function).apply(receiver, this.all(code.args));
    }
    const { args, callee } = code;
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
