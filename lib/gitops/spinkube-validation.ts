import { violation } from '../private/errors';
import { operatorOf, RELEASE_NAMES } from '../releases/registry';
import { REFERRED_KINDS } from '../validation/admission/surroundings';
import { FieldValidation } from '../validation/field-validation';
import { describeProblem, Finding } from '../validation/problems';
import { CheckOptions } from '../validation/object-check';
import { validateObjects, Verdict } from '../validation/validate-objects';

/** Properties of a `SpinKubeValidation`, as `properties` in cdk8s.yaml says them. */
export interface SpinKubeValidationProps {
  /**
   * What to do about fields that the schema of a custom resource does not have.
   *
   * @default FieldValidation.WARN
   */
  readonly fieldValidation?: FieldValidation;

  /**
   * Name of the release of SpinKube that the cluster has, such as `2026.11`. Objects of the API group of another one are
   * refused.
   *
   * @default - each object is judged by its own API group
   */
  readonly release?: string;

  /**
   * Whether the app has all that its objects refer to: executors, RuntimeClasses, and the Secrets,
   * ConfigMaps and service accounts of SpinApps.
   *
   * @default false
   */
  readonly complete?: boolean;

  /**
   * Whether secrets may stand in the manifests.
   *
   * @default false
   */
  readonly allowPlaintextSecrets?: boolean;
}

/** What the plugin uses of the `ValidationContext` of cdk8s-cli. */
interface Context {
  readonly manifests: readonly string[];
  readonly logger: { log(message: string): void };
  readonly report: {
    addViolation(violation: {
      readonly ruleName: string;
      readonly recommendation: string;
      readonly fix: string;
      readonly violatingResources: readonly {
        readonly resourceName: string;
        readonly locations: readonly string[];
        readonly manifestPath: string;
      }[];
    }): void;
    submit(status: 'failure' | 'success'): void;
  };
}

/**
 * A validation plugin of cdk8s-cli: `cdk8s synth` fails where the cluster would refuse what was written, whoever made the
 * objects. What the cluster would accept and then not do is logged.
 *
 * A `Bundle` has these checks already; the plugin is for other apps.
 *
 * @see https://cdk8s.io/docs/latest/cli/synth/
 */
export class SpinKubeValidation {
  private readonly options: CheckOptions;

  /**
   * Made by cdk8s-cli.
   *
   * @param props what `properties` in cdk8s.yaml says
   * @throws if one of them is not known, or has a value that it cannot have
   */
  public constructor(props: SpinKubeValidationProps = {}) {
    refuseUnknown(props);
    const { allowPlaintextSecrets, complete, fieldValidation = FieldValidation.WARN, release } = props;
    this.options = {
      allowPlaintextSecrets,
      fieldValidation,
      knowledge: complete ? { completeKinds: REFERRED_KINDS, externals: [] } : undefined,
      operator: release === undefined ? undefined : operatorOf(release),
    };
  }

  /**
   * Looks at what was written. Called by cdk8s-cli.
   *
   * @param context the `ValidationContext` of cdk8s-cli
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the type is cdk8s-cli's, which the library does not depend on
  public async validate(context: any): Promise<void> {
    // Reads YAML, which nobody else does who loads this library.
    const { readFiles } = await import('../validation/documents/read-files');
    const { manifests } = context as Context;
    this.report(context as Context, validateObjects(readFiles(manifests).objects, this.options));
  }

  private report({ logger, report }: Context, verdicts: Verdict[]): void {
    const errors = verdicts.flatMap((verdict) => findingsOf(verdict, 'error'));
    for (const [{ source }, finding] of verdicts.flatMap((verdict) => findingsOf(verdict, 'warning'))) {
      logger.log(`warning: ${source.file}: ${describeProblem(finding)}`);
    }
    for (const [{ source }, { path, remedy, rule, ...finding }] of errors) {
      report.addViolation({
        ruleName: rule,
        recommendation: describeProblem({ ...finding, path, remedy }),
        fix: remedy,
        violatingResources: [
          { resourceName: source.manifest?.metadata.name ?? '', locations: [path], manifestPath: source.file },
        ],
      });
    }
    report.submit(errors.length > 0 ? 'failure' : 'success');
  }
}

function findingsOf(verdict: Verdict, wanted: Finding['level']): [Verdict, Finding][] {
  return verdict.findings.filter(({ level }) => level === wanted).map((finding) => [verdict, finding]);
}

/** What is written in cdk8s.yaml has gone through no compiler. */
function refuseUnknown(props: SpinKubeValidationProps): void {
  const allowed: { readonly [name: string]: readonly unknown[] } = {
    allowPlaintextSecrets: [true, false],
    complete: [true, false],
    fieldValidation: Object.values(FieldValidation),
    release: RELEASE_NAMES,
  };
  for (const [name, value] of Object.entries(props) as [string, unknown][]) {
    if (!Object.hasOwn(allowed, name)) {
      const remedy = `use one of ${Object.keys(allowed).join(', ')}`;
      throw new Error(`SpinKubeValidation: ${violation(name, value, 'is not a property', remedy)}`);
    }
    if (value !== undefined && !allowed[name].includes(value)) {
      const remedy = 'choose one of them';
      throw new Error(
        `SpinKubeValidation: ${violation(name, value, `must be one of ${allowed[name].join(', ')}`, remedy)}`,
      );
    }
  }
}
