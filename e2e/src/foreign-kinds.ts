import * as fs from 'fs';
import * as path from 'path';
import { parseAllDocuments } from 'yaml';
import { folderOf } from './go-module';
import { Kubectl, must } from './kubectl';

const GATEWAY_KINDS = ['httproutes', 'referencegrants'];

const SCHEMAS = path.join(__dirname, '..', '..', 'schemas');

interface Definition {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly versions: { schema: { openAPIV3Schema: { properties: object } }; subresources?: object }[];
  };
}

/** Installs kinds that are not part of the platform, with all fields of their spec that this library knows, and any status. */
export async function installForeignKinds(kubectl: Kubectl, ...groups: string[]): Promise<void> {
  const definitions = groups.flatMap((group) => {
    const text = fs.readFileSync(path.join(SCHEMAS, `${group}.yaml`), 'utf8');
    return parseAllDocuments(text).map((document) => document.toJS() as Definition);
  });
  for (const version of definitions.flatMap(({ spec }) => spec.versions)) {
    version.subresources = { ...version.subresources, status: {} };
    Object.assign(version.schema.openAPIV3Schema.properties, {
      status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    });
  }
  await must(kubectl.apply(definitions));
  const names = definitions.map(({ metadata }) => `crd/${metadata.name}`);
  await kubectl.text('wait', '--for=condition=Established', '--timeout=60s', ...names);
}

/** Installs the standard channel of the Gateway API as released: ours lack what no rule of this library is about. */
export async function installGatewayApi(kubectl: Kubectl): Promise<void> {
  const folder = path.join(folderOf('sigs.k8s.io/gateway-api@v1.6.3'), 'config', 'crd', 'standard');
  for (const kind of GATEWAY_KINDS) {
    await kubectl.text('create', '--filename', path.join(folder, `gateway.networking.k8s.io_${kind}.yaml`));
  }
  const names = GATEWAY_KINDS.map((kind) => `crd/${kind}.gateway.networking.k8s.io`);
  await kubectl.text('wait', '--for=condition=Established', '--timeout=60s', ...names);
}
