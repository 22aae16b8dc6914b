import * as l1 from '../../../imports/gateway.networking.k8s.io';
import { entriesByName } from '../../private/by-name';
import { checkedOptions, checkedString } from '../../private/checked-values';

/** Options of `HttpRouteFilter.requestHeaders()` and `responseHeaders()`. */
export interface HttpHeaderChanges {
  /**
   * Headers to set, by their names: they replace those of the same name.
   *
   * @default - none
   */
  readonly set?: { [name: string]: string };

  /**
   * Headers to add, by their names: values of the same name are kept.
   *
   * @default - none
   */
  readonly add?: { [name: string]: string };

  /**
   * Names of headers to remove.
   *
   * @default - none
   */
  readonly remove?: string[];
}

/** Options of `HttpRouteFilter.redirect()`. Parts of the URL that are not set stay as in the request. */
export interface HttpRedirectOptions {
  /**
   * Scheme: `http` or `https`.
   *
   * @default - that of the request
   */
  readonly scheme?: string;

  /**
   * Host name.
   *
   * @default - that of the request
   */
  readonly hostname?: string;

  /**
   * Path.
   *
   * @default - that of the request
   */
  readonly path?: HttpPathChange;

  /**
   * Port.
   *
   * @default - that of the scheme if it is set, otherwise that of the listener
   */
  readonly port?: number;

  /**
   * Status code of the redirect: 301 or 302, and since Gateway API 1.5 also 303, 307 and 308.
   *
   * @default 302
   */
  readonly statusCode?: number;
}

/** Options of `HttpRouteFilter.rewrite()`. Parts of the URL that are not set stay as in the request. */
export interface HttpRewriteOptions {
  /**
   * Host name that the app sees (`Host`).
   *
   * @default - that of the request
   */
  readonly hostname?: string;

  /**
   * Path that the app sees.
   *
   * @default - that of the request
   */
  readonly path?: HttpPathChange;
}

/** Reference to an object of a kind that the implementation of the Gateway defines. */
export interface HttpRouteExtensionOptions {
  /** API group of the object, such as `traefik.io`. */
  readonly group: string;

  /** Kind of the object, such as `Middleware`. */
  readonly kind: string;

  /** Name of the object, in the namespace of the route. */
  readonly name: string;
}

/** Change of a path, in a redirect or rewrite. */
export class HttpPathChange {
  /**
   * Replaces the whole path.
   *
   * @param path the new path
   */
  public static full(path: string): HttpPathChange {
    return new HttpPathChange({
      type: 'ReplaceFullPath',
      replaceFullPath: checkedString(path, 'path', 'HttpPathChange.full', 'give a path'),
    });
  }

  /**
   * Replaces the prefix that the rule matches and keeps the rest. The rule must have exactly one match, of a path by prefix.
   *
   * @param prefix the new prefix; `/` removes the old one
   */
  public static prefix(prefix: string): HttpPathChange {
    return new HttpPathChange({
      type: 'ReplacePrefixMatch',
      replacePrefixMatch: checkedString(prefix, 'prefix', 'HttpPathChange.prefix', 'give a path'),
    });
  }

  private constructor(
    private readonly change: {
      readonly type: string;
      readonly replaceFullPath?: string;
      readonly replacePrefixMatch?: string;
    },
  ) {}

  /** @internal */
  public _render(): object {
    return this.change;
  }
}

/**
 * Filter of an `HttpRouteRule`: changes requests or responses, or answers with a redirect.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutefilter
 */
export class HttpRouteFilter {
  /**
   * Changes headers of requests.
   *
   * @param changes headers to set, add and remove
   */
  public static requestHeaders(changes: HttpHeaderChanges): HttpRouteFilter {
    const rendered = renderHeaders(changes, 'HttpRouteFilter.requestHeaders');
    return new HttpRouteFilter({ type: 'RequestHeaderModifier', requestHeaderModifier: rendered });
  }

  /**
   * Changes headers of responses.
   *
   * @param changes headers to set, add and remove
   */
  public static responseHeaders(changes: HttpHeaderChanges): HttpRouteFilter {
    const rendered = renderHeaders(changes, 'HttpRouteFilter.responseHeaders');
    return new HttpRouteFilter({ type: 'ResponseHeaderModifier', responseHeaderModifier: rendered });
  }

  /**
   * Answers with a redirect. Its rule has no backends.
   *
   * @param options parts of the URL to change, and the status code
   */
  public static redirect(options: HttpRedirectOptions): HttpRouteFilter {
    const { path, ...rest } = checkedOptions('HttpRedirectOptions', options, 'HttpRouteFilter.redirect');
    return new HttpRouteFilter({ type: 'RequestRedirect', requestRedirect: { ...rest, path: path?._render() } });
  }

  /**
   * Changes host name and path before requests are sent to a backend.
   *
   * @param options parts of the URL to change
   */
  public static rewrite(options: HttpRewriteOptions): HttpRouteFilter {
    const { path, ...rest } = checkedOptions('HttpRewriteOptions', options, 'HttpRouteFilter.rewrite');
    return new HttpRouteFilter({ type: 'URLRewrite', urlRewrite: { ...rest, path: path?._render() } });
  }

  /**
   * Filter of the implementation of the Gateway, such as a Middleware of Traefik.
   *
   * @param reference the object that configures it
   */
  public static extension(reference: HttpRouteExtensionOptions): HttpRouteFilter {
    const where = 'HttpRouteFilter.extension';
    const { group, kind, name } = checkedOptions(
      'HttpRouteExtensionOptions',
      reference,
      where,
      'group',
      'kind',
      'name',
    );
    return new HttpRouteFilter({ type: 'ExtensionRef', extensionRef: { group, kind, name } });
  }

  private constructor(private readonly filter: { readonly type: string; readonly [field: string]: unknown }) {}

  /**
   * True for a redirect, which needs no backend.
   *
   * @internal
   */
  public get _answers(): boolean {
    return this.filter.type === 'RequestRedirect';
  }

  /** @internal */
  public _render(): l1.HttpRouteSpecRulesFilters {
    return this.filter as unknown as l1.HttpRouteSpecRulesFilters;
  }
}

function renderHeaders(changes: HttpHeaderChanges, where: string): object {
  const { add, remove, set } = checkedOptions('HttpHeaderChanges', changes, where);
  const values = (headers?: { [name: string]: string }) =>
    headers && entriesByName(headers).map(([name, value]) => ({ name, value }));
  return { set: values(set), add: values(add), remove: remove && [...remove] };
}
