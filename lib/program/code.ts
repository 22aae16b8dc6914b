/** Code of a program: plain data, with expressions in it. */
export type Code = boolean | null | number | string | Expression | readonly Code[] | CodeMap;

/** Code by property. Properties without code are left out. */
export interface CodeMap {
  readonly [property: string]: Code | undefined;
}

/** Code that is not plain data. It can be printed, and run. */
export type Expression = Call | Member | MethodCall | Reference;

/** `SpinApp.fromName(…)` or `new SpinApp(…)`, of a class that is imported. */
export class Call {
  public readonly args: readonly Code[];

  public constructor(
    public readonly callee: string,
    ...args: readonly (Code | undefined)[]
  ) {
    this.args = args.filter((arg): arg is Code => arg !== undefined && !isLeftOut(arg));
  }
}

/** `RecursiveReadOnly.ENABLED`, of a class or enum that is imported. */
export class Member {
  public constructor(
    public readonly owner: string,
    public readonly name: string,
  ) {}
}

/** `hello.addJsonPatch(…)`. */
export class MethodCall {
  public readonly args: readonly Code[];

  public constructor(
    public readonly receiver: Expression,
    public readonly name: string,
    args: readonly Code[],
  ) {
    this.args = args.filter((arg) => !isLeftOut(arg));
  }
}

/** `hello` or `hello.name`, of a constant of the program. */
export class Reference {
  public constructor(
    public readonly constant: Constant,
    public readonly property?: string,
  ) {}
}

/** A statement that makes something. It is a constant if other code refers to it. */
export class Constant {
  /** Comment before the statement. */
  public comment?: string;

  /** Statements after it, about it. */
  public readonly after: Expression[] = [];

  /**
   * @param value what it makes
   * @param names names to choose from, the best first
   * @param isValue true if it needs no statement: the value stands where it is used, if that is a single place
   */
  public constructor(
    public readonly value: Call | MethodCall,
    public readonly names: readonly string[],
    public readonly isValue = false,
  ) {}
}

export function isExpression(code: Code | undefined): code is Expression {
  return code instanceof Call || code instanceof Member || code instanceof MethodCall || code instanceof Reference;
}

export function isMap(code: Code): code is CodeMap {
  return typeof code === 'object' && code !== null && !Array.isArray(code) && !isExpression(code);
}

export function isList(code: Code): code is readonly Code[] {
  return Array.isArray(code);
}

/** The properties that have code. */
export function propertiesOf(map: CodeMap): [name: string, code: Code][] {
  return Object.entries(map).filter((entry): entry is [string, Code] => entry[1] !== undefined);
}

/** Tells if code is options of which none is set. */
function isLeftOut(code: Code): boolean {
  return isMap(code) && Object.keys(code).length > 0 && propertiesOf(code).length === 0;
}

/** The expressions in code, itself included, the outer ones first. */
export function expressionsIn(code: Code): Expression[] {
  if (isExpression(code)) {
    const inner =
      code instanceof Call ? code.args : code instanceof MethodCall ? [code.receiver, ...code.args] : ([] as Code[]);
    return [code, ...inner.flatMap(expressionsIn)];
  }
  if (isList(code)) {
    return code.flatMap(expressionsIn);
  }
  return isMap(code) ? propertiesOf(code).flatMap(([, value]) => expressionsIn(value)) : [];
}
