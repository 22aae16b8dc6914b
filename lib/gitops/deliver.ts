import * as path from 'path';
import { listedError } from '../private/errors';
import { FileContent } from '../synth/output/file-content';
import { DeliveryContext, DeliveryFile, DeliveryStage, IDelivery } from './delivery';
import { INVENTORY, StageFile } from './inventory';

/** A stage as deliveries see it. */
export function deliveryStage({ path: file, stage }: StageFile): DeliveryStage {
  return {
    name: stage.name,
    level: stage.level,
    dependsOn: [...stage.dependencies],
    path: file,
    objects: stage.objects.map(({ manifest }) => ({
      apiVersion: manifest.apiVersion,
      kind: manifest.kind,
      namespace: manifest.metadata.namespace,
      name: manifest.metadata.name ?? '',
      manifest,
    })),
  };
}

/**
 * The files of all deliveries.
 *
 * @throws if two deliveries or files have one name, or a file does not belong where it is
 */
export function deliver(deliveries: IDelivery[], context: DeliveryContext): [string, FileContent][] {
  const files = new Map<string, FileContent>();
  const errors: string[] = [];
  const names = deliveries.map(({ name }) => name);
  for (const name of new Set(names.filter((one, index) => names.indexOf(one) !== index))) {
    errors.push(`'deliveries' (${name}) is there twice; remove one of them`);
  }
  for (const delivery of deliveries) {
    for (const file of delivery.deliver(context)) {
      const fault = faultOf(file, files);
      if (fault !== undefined) {
        errors.push(`the file '${file.path}' of the delivery ${delivery.name} ${fault}`);
      }
      files.set(file.path, { text: file.text, executable: file.executable });
    }
  }
  if (errors.length > 0) {
    throw listedError('The deliveries have', errors);
  }
  return [...files];
}

/** Files that are not a delivery's to write. */
const RESERVED = ['README.md', INVENTORY];

function faultOf({ path: file }: DeliveryFile, files: Map<string, FileContent>): string | undefined {
  if (
    file === '' ||
    path.posix.normalize(file) !== file ||
    path.posix.isAbsolute(file) ||
    /^\.\.(\/|$)|\\/.test(file)
  ) {
    return 'must be below the output directory; write its path with forward slashes and without dots';
  }
  if (RESERVED.includes(file) || file.startsWith('manifests/')) {
    return 'is where the bundle writes itself; choose another name';
  }
  return files.has(file) ? 'is there already; choose another name' : undefined;
}
