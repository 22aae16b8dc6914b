import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { violation } from '../../private/errors';
import { newVolume, VolumeSource } from '../../private/kplus-volume';
import { isDnsLabel, isQualifiedName } from '../../private/names';

/** Makes the volume once its name and source have passed the rules; otherwise nothing is left in the tree. */
export function checkedVolume(
  scope: Construct,
  id: string,
  name: string,
  source: (rules: VolumeRules) => VolumeSource,
): kplus.Volume {
  const rules = new VolumeRules([scope.node.path, id].filter((part) => part !== '').join('/'));
  rules.dnsLabel('name', name);
  return newVolume(scope, id, name, source(rules));
}

/**
 * What the API server asks of the fields of volumes. Each rule gives the value back, or throws.
 *
 * The path is that of the volume, which does not exist yet when its options are looked at.
 */
export class VolumeRules {
  public constructor(private readonly path: string) {}

  public broken(property: string, value: unknown, rule: string, remedy: string): Error {
    return new Error(`[${this.path}] ${violation(property, value, rule, remedy)}`);
  }

  public text(property: string, value: string, what: string): string {
    if (value === '') {
      throw this.broken(property, value, 'must not be empty', `give ${what}`);
    }
    return value;
  }

  public optionalText(property: string, value: string | undefined, remedy: string): string | undefined {
    if (value === '') {
      throw this.broken(property, value, 'must not be empty', remedy);
    }
    return value;
  }

  public texts(property: string, values: string[], what: string): string[] {
    if (values.length === 0) {
      throw this.broken(property, values, 'must not be empty', `give ${what}`);
    }
    return [...values];
  }

  public dnsLabel(property: string, value: string): string {
    if (!isDnsLabel(value)) {
      const rule = 'is not a valid DNS label: use lower-case letters, digits and dashes, at most 63 characters';
      throw this.broken(property, value, rule, 'begin and end it with a letter or digit');
    }
    return value;
  }

  /** The key of a label or annotation. */
  public qualifiedName(property: string, value: string): string {
    if (!isQualifiedName(value)) {
      const rule = 'is not a valid qualified name: use at most 63 letters, digits, dashes, underscores and dots';
      throw this.broken(property, value, rule, 'it may have a DNS name and a slash as a prefix');
    }
    return value;
  }

  public lun(property: string, value: number): number {
    if (!Number.isInteger(value) || value < 0 || value > 255) {
      throw this.broken(property, value, 'must be a whole number from 0 to 255', 'give the number of the LUN');
    }
    return value;
  }

  public mode(property: string, value: number | undefined): number | undefined {
    if (value !== undefined && (!Number.isInteger(value) || value < 0 || value > 0o777)) {
      throw this.broken(property, value, 'must be a file mode from 0 to 0o777', 'write it in octal, such as 0o644');
    }
    return value;
  }

  /** A path below the mount path that stays there. */
  public descendingPath(property: string, value: string): string {
    if (value.startsWith('/')) {
      throw this.broken(property, value, 'must be a relative path', 'it is below where the volume is mounted');
    }
    if (value.split('/').includes('..')) {
      throw this.broken(property, value, "must not contain '..'", 'it is below where the volume is mounted');
    }
    return value;
  }

  /** A path of a file that Kubernetes writes into the volume. */
  public filePath(property: string, value: string): string {
    this.text(property, value, 'the path of the file below where the volume is mounted');
    this.descendingPath(property, value);
    if (value.startsWith('..')) {
      throw this.broken(property, value, "must not start with '..'", 'Kubernetes keeps such names for itself');
    }
    return value;
  }
}
