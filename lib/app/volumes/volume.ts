import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import * as l1 from '../../../imports/core.spinkube.dev';
import { checkedString } from '../../private/checked-values';
import { sizeQuantity } from '../../private/quantity';
import { FieldValidation } from '../../validation/field-validation';
import { objectCheck } from '../../validation/object-check';
import { Finding, Problems } from '../../validation/problems';
import { DNS_LABEL, NEEDED } from '../../validation/requirement';
import { SCHEMA_RULE } from '../../validation/schema/schema-rule';
import { UNKNOWN_FIELD_RULE } from '../../validation/schema/unknown-field';
import { ClusterSchemas } from '../../validation/schema/schemas';
import { StructuralSchema } from '../../validation/schema/structural-schema';

/** A volume source as a manifest has it: `{ nfs: { server: 'nfs.example.com', path: '/' } }`. */
export interface VolumeSource {
  readonly [source: string]: unknown;
}

const APP = { apiVersion: 'core.spinkube.dev/v1alpha1', kind: 'SpinApp', metadata: { name: 'app' } };

/** Path of the volume in the SpinApp that it is checked in. */
const PLACE = 'spec.volumes[0]';

/** The rules that hold for a volume in any pod. */
const RULES = [SCHEMA_RULE, UNKNOWN_FIELD_RULE, 'spin-app-volume-sources'];

/** The CRD of SpinApps leaves it untyped; a pod keeps it. */
const CLAIM_METADATA = 'ephemeral.volumeClaimTemplate.metadata';

type VolumeConstructor = new (scope: Construct, id: string, name: string, config: object) => kplus.Volume;

/**
 * A volume of cdk8s-plus whose source is plain data, for sources that cdk8s-plus has no factory for.
 *
 * The constructor of `kplus.Volume` is private in the types only; there is no other way to make a volume that `kplus.Pod`
 * takes.
 */
export class DataVolume extends (kplus.Volume as unknown as VolumeConstructor) {
  public isInApp = false;

  private readonly data: VolumeSource;

  /** @param problems of the options that the source was made from */
  public constructor(scope: Construct, id: string, name: string, source: VolumeSource, problems = Problems.at()) {
    super(scope, id, checkedString(name, 'name', 'Volumes', 'name the volume'), {});
    // cdk8s-plus cuts names that are too long; they are to be reported.
    this.data = { name, ...(plainCopy(source) as VolumeSource) };
    this.node.addValidation({ validate: () => [...problems.messages, ...this.validate()] });
  }

  /** The entry of `spec.volumes`. */
  public toJson(): VolumeSource {
    return this.data;
  }

  /** Renders the volume for constructs of cdk8s-plus, which drop what their version of Kubernetes lacks. */
  public _toKube(): kplus.k8s.Volume {
    const { items = {} } =
      ClusterSchemas.NEWEST.schemaOf(APP.apiVersion, APP.kind)?.properties?.spec?.properties?.volumes ?? {};
    return toL1(this.data, items) as kplus.k8s.Volume;
  }

  private validate(): string[] {
    const { name, ...source } = this.data;
    const problems = Problems.at();
    if (!this.isInApp) {
      problems.at('name').require(name, NEEDED, DNS_LABEL);
    }
    problems.add(sourceFindings(source).filter(({ rule }) => rule === UNKNOWN_FIELD_RULE || !this.isInApp));
    return problems.messages;
  }
}

/** Leaves it to a SpinApp, which checks its whole manifest, to report what is wrong with a volume. */
export function markInApp(volume: kplus.Volume): void {
  if (volume instanceof DataVolume) {
    volume.isInApp = true;
  }
}

/** Checks a source as that of a volume of a SpinApp. */
function sourceFindings(source: VolumeSource): Finding[] {
  const app = {
    ...APP,
    spec: { image: 'image', executor: 'executor', replicas: 1, volumes: [{ name: 'v', ...source }] },
  };
  return objectCheck([app], { fieldValidation: FieldValidation.STRICT })(app)
    .filter(({ path, rule }) => path.startsWith(PLACE) && RULES.includes(rule))
    .map((finding) => ({
      ...finding,
      path: finding.path.slice(PLACE.length).replace(/^\./, '') || 'source',
      text: finding.rule === UNKNOWN_FIELD_RULE ? 'is not a field of a volume' : finding.text,
    }))
    .filter(({ path, rule }) => rule !== UNKNOWN_FIELD_RULE || !path.startsWith(CLAIM_METADATA));
}

/** A copy of plain data without what is undefined. */
function plainCopy(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(plainCopy);
  }
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) {
    return value;
  }
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(fields.map(([name, field]) => [name, plainCopy(field)]));
}

/** The form of generated types: names of fields in camel case, quantities in objects. */
function toL1(value: unknown, { additionalProperties, items, properties, ...schema }: StructuralSchema): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => toL1(item, items ?? {}));
  }
  if (typeof value !== 'object' || value === null) {
    return schema['x-kubernetes-int-or-string'] ? { value } : value;
  }
  const below = typeof additionalProperties === 'object' ? additionalProperties : {};
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => {
      const known = properties && Object.hasOwn(properties, name) ? properties[name] : undefined;
      return [known ? camelCase(name) : name, toL1(field, known ?? below)];
    }),
  );
}

/** `targetWWNs` becomes `targetWwNs`, `downwardAPI` becomes `downwardApi`. */
function camelCase(name: string): string {
  return name.replace(/(?<=[a-z])([A-Z])([A-Z]+)(?=[A-Z][a-z]|$)/g, (_, first: string, rest: string) => {
    return `${first}${rest.toLowerCase()}`;
  });
}

/**
 * Renders an entry of `spec.volumes`.
 *
 * `_toKube` is marked internal, and yet public in code and types: the compiler checks that the types agree, and a test
 * that no field has another name. Values that the webhook of spin-operator rewrites are rendered in its form, because
 * Git would differ from the cluster forever otherwise.
 */
export function renderVolume(volume: kplus.Volume): VolumeSource {
  if (volume instanceof DataVolume) {
    return volume.toJson();
  }
  return renderKubeVolume(volume._toKube());
}

/** Renders what a volume of any cdk8s-plus makes of itself. */
export function renderKubeVolume(rendered: l1.SpinAppSpecVolumes): VolumeSource {
  const { awsElasticBlockStore, emptyDir, gcePersistentDisk, persistentVolumeClaim } = rendered;
  return l1.toJson_SpinAppSpecVolumes({
    ...rendered,
    awsElasticBlockStore: awsElasticBlockStore && withoutFalse(awsElasticBlockStore),
    emptyDir: emptyDir && { ...emptyDir, sizeLimit: emptyDir.sizeLimit && canonical(emptyDir.sizeLimit) },
    gcePersistentDisk: gcePersistentDisk && withoutFalse(gcePersistentDisk),
    persistentVolumeClaim: persistentVolumeClaim && withoutFalse(persistentVolumeClaim),
  }) as VolumeSource;
}

/** cdk8s-plus writes `readOnly: false` without being asked, and the webhook drops it from these sources. */
function withoutFalse<T extends { readonly readOnly?: boolean }>(source: T): T {
  return source.readOnly === false ? { ...source, readOnly: undefined } : source;
}

/** cdk8s-plus always counts in Mi. */
function canonical(quantity: l1.SpinAppSpecVolumesEmptyDirSizeLimit): l1.SpinAppSpecVolumesEmptyDirSizeLimit {
  const mebibytes = /^(\d+)Mi$/.exec(String(quantity.value));
  return mebibytes === null
    ? quantity
    : l1.SpinAppSpecVolumesEmptyDirSizeLimit.fromString(sizeQuantity(Size.mebibytes(Number(mebibytes[1]))));
}
