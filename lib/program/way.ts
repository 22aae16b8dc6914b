import { Manifest } from '../synth/manifest';
import { Call, CodeMap, MethodCall, Reference } from './code';
import { Context, FieldTable, isJson, propertiesFor } from './context';
import { metadataCode } from './metadata-code';

/** A way to write an object: code that is tried, and used if it makes the same object. */
export interface Way {
  /** Construct or method that makes the object, as messages name it: `SpinApp` or `autoscale()`. */
  readonly name: string;
  readonly value: Call | MethodCall;

  /** Statements after it, about what it returns. */
  after?(made: Reference): readonly MethodCall[];

  /** The app that it changes. It is tried with a copy of the app first. */
  readonly app?: Reference;

  /** Place in the app, which has one thing there at most. */
  readonly place?: string;

  /** True if a patch may only add fields: the code must not set others than the object has. */
  readonly isWhole?: true;
}

/** The reason why an object stays plain data. */
export class Rejection {
  /**
   * @param by construct or method that would make the object
   * @param reason what is against it
   */
  public constructor(
    public readonly by: string,
    public readonly reason: string,
  ) {}
}

/** A kind whose objects are made by a construct or method of this package. */
export interface KnownKind {
  readonly group: string;

  /** The ways to write an object, the best first; none if the kind is also used for other things, as this object is. */
  ways(manifest: Manifest, context: Context): readonly Way[] | Rejection;
}

/**
 * A construct in the chart of the object.
 *
 * @param name its class
 * @param fields its properties, by the fields of the object
 * @param manifest the object
 * @param context the program
 * @param isFlat true if the fields are those of the object itself, which has no `spec`
 */
export function newConstruct(
  name: string,
  fields: FieldTable,
  manifest: Manifest,
  context: Context,
  isFlat = false,
): Way | Rejection {
  const spec = isFlat ? manifest : manifest.spec;
  if (!isJson(spec)) {
    return new Rejection(name, "'spec' is not set");
  }
  const props = { metadata: metadataCode(manifest.metadata), ...propertiesFor(fields, spec, context) };
  return { name, value: new Call(`new ${name}`, context.chart, context.object, props) };
}

/** The same way, with more properties. */
export function withProperties({ value, ...way }: Way, more: CodeMap): Way {
  const props = value.args[value.args.length - 1] as CodeMap;
  const args = [...value.args.slice(0, -1), { ...props, ...more }];
  return {
    ...way,
    value: value instanceof Call ? new Call(value.callee, ...args) : new MethodCall(value.receiver, value.name, args),
  };
}

/** A method of an app that adds one thing to it. */
export function appMethod(
  app: Reference,
  name: string,
  args: MethodCall['args'],
): Required<Pick<Way, 'app' | 'isWhole' | 'name' | 'place' | 'value'>> {
  return { name: `${name}()`, value: new MethodCall(app, name, args), app, place: name, isWhole: true };
}
