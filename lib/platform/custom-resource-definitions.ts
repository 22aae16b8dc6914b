import * as fs from 'fs';
import { ApiObject, ApiObjectProps, Yaml } from 'cdk8s';
import { Construct } from 'constructs';
import { checkedType } from '../private/checked-props';
import { withoutNamespace } from '../private/cluster-scoped';
import { declareCrdFiles } from '../private/crd-files';
import { invalid } from '../private/errors';
import { addPrerequisite } from '../private/prerequisite';
import { BundledDefinition } from './bundled-definition';

/**
 * CustomResourceDefinitions (CRDs) of a component: those of this package, those of a file, or none.
 *
 * @see https://kubernetes.io/docs/concepts/extend-kubernetes/api-extension/custom-resources/
 */
export class CustomResourceDefinitions {
  /**
   * CRDs of this package: their structure is that of the release, their field descriptions are our own.
   */
  public static bundled(): CustomResourceDefinitions {
    return new CustomResourceDefinitions((scope, bundled) => {
      bundled.forEach((file) => {
        BundledDefinition.addAll(scope, file);
      });
    });
  }

  /**
   * CRDs of a file, such as a copy of the release file, so that `kubectl explain` shows the descriptions of their
   * authors.
   *
   * @param path path of a YAML file with the CustomResourceDefinitions of the component and nothing else
   */
  public static fromFile(path: string): CustomResourceDefinitions {
    return new CustomResourceDefinitions((scope, bundled) => {
      addFromFile(scope, path, bundled.map(groupOf));
    });
  }

  /** No CRDs: they are installed separately, before this bundle is applied. */
  public static external(): CustomResourceDefinitions {
    return new CustomResourceDefinitions((scope, bundled) => {
      const groups = bundled.map(groupOf).join('` and `');
      addPrerequisite(scope, `The cluster has the CustomResourceDefinitions of \`${groups}\`.`);
    });
  }

  /**
   * None here: they stand in another chart of the same bundle.
   *
   * @internal
   */
  public static _elsewhere(): CustomResourceDefinitions {
    return new CustomResourceDefinitions(() => undefined);
  }

  /**
   * The value of a property, by default the bundled definitions.
   *
   * @throws if it is not a `CustomResourceDefinitions`
   * @internal
   */
  public static _checked(
    scope: Construct,
    definitions = CustomResourceDefinitions.bundled(),
  ): CustomResourceDefinitions {
    return checkedType('CustomResourceDefinitions', definitions, 'customResourceDefinitions', scope);
  }

  private constructor(private readonly addTo: (scope: Construct, bundled: readonly string[]) => void) {}

  /**
   * Adds the definitions to a construct.
   *
   * @param bundled names of the files that this library brings for the component
   * @internal
   */
  public _addTo(scope: Construct, bundled: readonly string[]): void {
    declareCrdFiles(scope, bundled, true);
    this.addTo(scope, bundled);
  }
}

/** The files are called by group and version: `core.spinkube.dev-v0.6.1.yaml`. */
function groupOf(file: string): string {
  return file.replace(/-v[^-]*$/, '');
}

function addFromFile(scope: Construct, file: string, groups: string[]): void {
  for (const definition of read(scope, file, groups)) {
    withoutNamespace(new ApiObject(scope, String(definition.metadata?.name), definition));
  }
}

interface Definition extends ApiObjectProps {
  readonly spec?: { readonly group?: string };
}

function read(scope: Construct, file: string, groups: string[]): Definition[] {
  const refuse = (rule: string) =>
    invalid(scope, 'customResourceDefinitions', file, rule, 'give the path of the CRD file of the release');
  if (!fs.existsSync(file)) {
    throw refuse('does not exist');
  }
  const documents = (Yaml.load(file) as (Definition | null)[]).filter((document) => document !== null);
  const others = documents.filter(({ kind }) => kind !== 'CustomResourceDefinition').map(({ kind }) => kind);
  if (others.length > 0 || documents.length === 0) {
    throw refuse(`must hold CustomResourceDefinitions and nothing else, but has ${others.join(', ') || 'none'}`);
  }
  const foreign = documents.find(({ spec }) => !groups.includes(spec?.group ?? ''));
  if (foreign) {
    throw refuse(`must define ${groups.join(' and ')}, but has ${String(foreign.metadata?.name)}`);
  }
  return documents;
}
