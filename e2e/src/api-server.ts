import * as fs from 'fs';
import * as https from 'https';
import { parse } from 'yaml';
import { ClusterObject } from './kubectl';

/** Number of concurrent requests. */
const CONCURRENCY = 8;

/** The fields of a kubeconfig that are read here. */
interface Kubeconfig {
  readonly clusters: { readonly cluster: { readonly server: string; readonly 'certificate-authority-data': string } }[];
  readonly users: { readonly user: { readonly [data: string]: string } }[];
}

/** A kind of objects that the server serves. */
export interface ServedResource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** Response of the API server. */
export interface Answer {
  readonly code: number;

  /** Texts of its headers `Warning`. */
  readonly warnings: readonly string[];
  readonly body: {
    readonly message?: string;
    readonly items?: ClusterObject[];
    readonly resources?: ServedResource[];
  };
}

/** Client of the API server without kubectl: starting a process for each of thousands of requests would take too long. */
export class ApiServer {
  private readonly url: string;
  private readonly agent: https.Agent;

  /** @param kubeconfig file with one cluster and one user, with an embedded client certificate */
  public constructor(kubeconfig: string) {
    const { clusters, users } = parse(fs.readFileSync(kubeconfig, 'utf8')) as Kubeconfig;
    const decode = (data: string) => Buffer.from(data, 'base64');
    this.url = clusters[0].cluster.server;
    this.agent = new https.Agent({
      keepAlive: true,
      maxSockets: CONCURRENCY,
      ca: decode(clusters[0].cluster['certificate-authority-data']),
      cert: decode(users[0].user['client-certificate-data']),
      key: decode(users[0].user['client-key-data']),
    });
  }

  /** Posts an object to a path; does not throw on an error status. */
  public post(path: string, object: object): Promise<Answer> {
    return this.ask('POST', path, JSON.stringify(object));
  }

  /** Lists the objects at a path. */
  public async list(path: string): Promise<ClusterObject[]> {
    const { body, code } = await this.ask('GET', path);
    if (!body.items) {
      throw new Error(`GET ${path}: ${code} ${body.message ?? ''}`);
    }
    return body.items;
  }

  /** The kinds of an API version, by its path; none where it is not served. */
  public async resources(path: string): Promise<ServedResource[]> {
    const { body } = await this.ask('GET', path);
    return body.resources ?? [];
  }

  /** A document, such as the OpenAPI of an API version. */
  public async document(path: string): Promise<unknown> {
    return (await this.ask('GET', path)).body;
  }

  /** Ends the connections. */
  public close(): void {
    this.agent.destroy();
  }

  private ask(method: string, path: string, text?: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', accept: 'application/json' };
      const request = https.request(this.url + path, { method, headers, agent: this.agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const answer = Buffer.concat(chunks).toString();
          // A path that is not served is answered in plain text; so says the header of the index of OpenAPI, which is JSON.
          const body = answer.startsWith('{') ? (JSON.parse(answer) as Answer['body']) : { message: answer };
          // Each is a code, an agent and a quoted text; Node joins the headers of one name.
          const warnings = [...(response.headers.warning ?? '').matchAll(/299 - ("(?:[^"\\]|\\.)*")/g)];
          resolve({ code: response.statusCode ?? 0, body, warnings: warnings.map(([, text]) => unquoted(text)) });
        });
      });
      request.on('error', reject);
      request.end(text);
    });
  }
}

function unquoted(text: string): string {
  return text.slice(1, -1).replace(/\\(.)/g, '$1');
}

/** Processes items with limited concurrency, and returns the results in order. */
export async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const rest = items.entries();
  const worker = async () => {
    for (const [index, item] of rest) {
      results[index] = await work(item);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return results;
}
