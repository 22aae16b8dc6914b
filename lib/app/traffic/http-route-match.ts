import * as l1 from '../../../imports/gateway.networking.k8s.io';
import { entriesByName } from '../../private/by-name';
import { checkedString } from '../../private/checked-values';

/** HTTP methods that routes match. */
export enum HttpMethod {
  /** The method GET. */
  GET = 'GET',

  /** The method HEAD. */
  HEAD = 'HEAD',

  /** The method POST. */
  POST = 'POST',

  /** The method PUT. */
  PUT = 'PUT',

  /** The method DELETE. */
  DELETE = 'DELETE',

  /** The method CONNECT. */
  CONNECT = 'CONNECT',

  /** The method OPTIONS. */
  OPTIONS = 'OPTIONS',

  /** The method TRACE. */
  TRACE = 'TRACE',

  /** The method PATCH. */
  PATCH = 'PATCH',
}

/** Condition of an `HttpRouteRule`: a request matches if it meets all of the parts that are set. */
export interface HttpRouteMatch {
  /**
   * Path of the request.
   *
   * @default - every path
   */
  readonly path?: HttpPathMatch;

  /**
   * Headers of the request, by their names.
   *
   * @default - any
   */
  readonly headers?: { [name: string]: HttpValueMatch };

  /**
   * Query parameters of the request, by their names.
   *
   * @default - any
   */
  readonly queryParameters?: { [name: string]: HttpValueMatch };

  /**
   * Method of the request.
   *
   * @default - every method
   */
  readonly method?: HttpMethod;
}

/**
 * Match of a request's path.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httppathmatch
 */
export class HttpPathMatch {
  /**
   * Path by its first segments: `/shop` matches `/shop` and `/shop/cart`, but not `/shopping`.
   *
   * @param path the segments, beginning with a slash
   */
  public static prefix(path: string): HttpPathMatch {
    return new HttpPathMatch(
      l1.HttpRouteSpecRulesMatchesPathType.PATH_PREFIX,
      checkedString(path, 'path', 'HttpPathMatch.prefix', PATH_REMEDY),
    );
  }

  /**
   * Exact path: `/shop` does not match `/shop/`.
   *
   * @param path the path, beginning with a slash
   */
  public static exact(path: string): HttpPathMatch {
    return new HttpPathMatch(
      l1.HttpRouteSpecRulesMatchesPathType.EXACT,
      checkedString(path, 'path', 'HttpPathMatch.exact', PATH_REMEDY),
    );
  }

  /**
   * Path by a regular expression. Not every Gateway supports it, and each has a syntax of its own.
   *
   * @param pattern the regular expression
   */
  public static regularExpression(pattern: string): HttpPathMatch {
    const where = 'HttpPathMatch.regularExpression';
    return new HttpPathMatch(
      l1.HttpRouteSpecRulesMatchesPathType.REGULAR_EXPRESSION,
      checkedString(pattern, 'pattern', where, PATTERN_REMEDY),
    );
  }

  private constructor(
    private readonly type: l1.HttpRouteSpecRulesMatchesPathType,
    private readonly value: string,
  ) {}

  /** @internal */
  public _render(): l1.HttpRouteSpecRulesMatchesPath {
    return { type: this.type, value: this.value };
  }
}

/**
 * Match of a header or query parameter.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpheadermatch
 */
export class HttpValueMatch {
  /**
   * Exact value.
   *
   * @param value the value
   */
  public static exact(value: string): HttpValueMatch {
    return new HttpValueMatch(
      l1.HttpRouteSpecRulesMatchesHeadersType.EXACT,
      checkedString(value, 'value', 'HttpValueMatch.exact', 'give the value'),
    );
  }

  /**
   * Value by a regular expression. Not every Gateway supports it, and each has a syntax of its own.
   *
   * @param pattern the regular expression
   */
  public static regularExpression(pattern: string): HttpValueMatch {
    const where = 'HttpValueMatch.regularExpression';
    return new HttpValueMatch(
      l1.HttpRouteSpecRulesMatchesHeadersType.REGULAR_EXPRESSION,
      checkedString(pattern, 'pattern', where, PATTERN_REMEDY),
    );
  }

  private constructor(
    private readonly type: l1.HttpRouteSpecRulesMatchesHeadersType,
    private readonly value: string,
  ) {}

  /** @internal */
  public _render(name: string): l1.HttpRouteSpecRulesMatchesHeaders {
    return { name, type: this.type, value: this.value };
  }
}

const PATH_REMEDY = 'give a path that begins with a slash';
const PATTERN_REMEDY = 'give a regular expression as text';

/** Renders an entry of `matches`. */
export function renderMatch(match: HttpRouteMatch): l1.HttpRouteSpecRulesMatches {
  const { headers, method, path, queryParameters } = match;
  const values = (matches?: { [name: string]: HttpValueMatch }) =>
    matches && entriesByName(matches).map(([name, value]) => value._render(name));
  return {
    path: path?._render(),
    headers: values(headers),
    // Both have the same fields and types.
    queryParams: values(queryParameters) as l1.HttpRouteSpecRulesMatchesQueryParams[] | undefined,
    method: method && l1.HttpRouteSpecRulesMatchesMethod[method],
  };
}
