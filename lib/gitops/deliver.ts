import * as path from 'path';
import { listedError } from '../private/errors';
import { Manifest } from '../synth/manifest';
import { FileContent } from '../synth/output/file-content';
import { Problems } from '../validation/problems';
import { DeliveryContext, DeliveryObject, DeliveryStage, IDelivery } from './delivery';
import { INVENTORY, MANIFESTS, README, StageFile } from './inventory';

/** A stage as deliveries see it. */
export function deliveryStage({ path: file, stage }: StageFile): DeliveryStage {
  return {
    name: stage.name,
    level: stage.level,
    dependsOn: [...stage.dependencies],
    path: file,
    objects: stage.objects.map(({ manifest }) => deliveryObject(manifest)),
  };
}

/** An object as deliveries see it. */
export function deliveryObject(manifest: Manifest): DeliveryObject {
  return {
    apiVersion: manifest.apiVersion,
    kind: manifest.kind,
    namespace: manifest.metadata.namespace,
    name: manifest.metadata.name ?? '',
    manifest,
  };
}

/**
 * The files of all deliveries.
 *
 * @param deliveries the deliveries
 * @param context the stages that they deliver
 * @param others paths of the other files of the bundle, those of its clusters among them
 * @throws if two deliveries have one name, or a file does not belong where it is or would overwrite another one
 */
export function deliver(
  deliveries: IDelivery[],
  context: DeliveryContext,
  others: readonly string[],
): [string, FileContent][] {
  const files = new Map<string, FileContent>();
  const written = new Set<string>();
  const folders = new Set<string>();
  const add = (file: string) => {
    written.add(file);
    for (let at = path.posix.dirname(file); at !== '.' && !folders.has(at); at = path.posix.dirname(at)) {
      folders.add(at);
    }
  };
  [README, INVENTORY, ...others].forEach(add);
  const problems = Problems.at('deliveries');
  const names = deliveries.map(({ name }) => name);
  for (const name of new Set(names.filter((one, index) => names.indexOf(one) !== index))) {
    problems.refuse(name, 'is listed twice', 'remove one of them');
  }
  // A file is not the value of a property.
  const errors = [...problems.messages];
  for (const delivery of deliveries) {
    for (const { executable, path: file, text } of delivery.deliver(context)) {
      const fault = placeFault(file) ?? clash(file, files, written, folders);
      if (fault === undefined) {
        add(file);
        files.set(file, { text, executable });
      } else {
        errors.push(`the file '${file}' of the delivery ${delivery.name} ${fault}`);
      }
    }
  }
  if (errors.length > 0) {
    throw listedError('The deliveries have', errors);
  }
  return [...files];
}

function placeFault(file: string): string | undefined {
  const isBelow = path.posix.normalize(file) === file && !path.posix.isAbsolute(file) && !/^\.\.(\/|$)|\\/.test(file);
  if (file === '' || file === '.' || !isBelow) {
    return 'must be below the output directory; write its path with forward slashes and without dots';
  }
  return file === MANIFESTS || file.startsWith(`${MANIFESTS}/`)
    ? 'is in the folder of the manifests; choose another name'
    : undefined;
}

/** A file that stands where another one does, or where a folder is needed. */
function clash(
  file: string,
  delivered: ReadonlyMap<string, FileContent>,
  written: ReadonlySet<string>,
  folders: ReadonlySet<string>,
): string | undefined {
  if (delivered.has(file)) {
    return 'is written by a delivery already; choose another name';
  }
  if (written.has(file)) {
    return 'would overwrite a file of the bundle; choose another name';
  }
  for (let at = path.posix.dirname(file); at !== '.'; at = path.posix.dirname(at)) {
    if (written.has(at)) {
      return `needs a folder where '${at}' is a file; choose another name`;
    }
  }
  return folders.has(file) ? 'is a file where others need a folder; choose another name' : undefined;
}
