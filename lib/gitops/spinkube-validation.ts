import { given } from '../private/given';
import { RELEASE_NAMES, checkOptionsOf } from '../releases/registry';
import { REFERRED_KINDS } from '../validation/admission/surroundings';
import { FieldValidation } from '../validation/field-validation';
import { describeProblem, Finding, Problems } from '../validation/problems';
import { CheckOptions } from '../validation/object-check';
import { validateObjects, Verdict } from '../validation/validate-objects';

/** Properties of a `SpinKubeValidation`, set by `properties` in cdk8s.yaml. */
export interface SpinKubeValidationProps {
  /**
   * How to treat fields that the schema of a custom resource does not have.
   *
   * @default FieldValidation.WARN
   */
  readonly fieldValidation?: FieldValidation;

  /**
   * SpinKube release that the cluster runs, such as `2026.12`. Objects of the API group of another release are errors.
   *
   * @default - each object is judged by its own API group
   */
  readonly release?: string;

  /**
   * Declares that the app contains everything that its objects refer to: executors, RuntimeClasses, and the Secrets,
   * ConfigMaps and service accounts of SpinApps.
   *
   * @default false
   */
  readonly complete?: boolean;

  /**
   * Allows secrets in plain text.
   *
   * @default false
   */
  readonly allowPlaintextSecrets?: boolean;
}

/** The parts of `ValidationContext` of cdk8s-cli that the plugin uses. */
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
 * Validation plugin of cdk8s-cli: `cdk8s synth` fails if the cluster would reject an object, whoever created it. What the
 * cluster would accept but not act on as intended is logged.
 *
 * A `Bundle` runs these checks itself; the plugin is for other apps.
 *
 * @see https://cdk8s.io/docs/latest/cli/synth/
 */
export class SpinKubeValidation {
  private readonly options: CheckOptions;

  /**
   * Created by cdk8s-cli.
   *
   * @param props the `properties` in cdk8s.yaml
   * @throws with all properties that are unknown or have an invalid value
   */
  public constructor(props: SpinKubeValidationProps = {}) {
    refuseUnknown(given(props));
    const { allowPlaintextSecrets, complete, fieldValidation = FieldValidation.WARN, release } = given(props);
    this.options = {
      allowPlaintextSecrets,
      fieldValidation,
      knowledge: complete ? { completeKinds: REFERRED_KINDS, externals: [] } : undefined,
      ...(release === undefined ? {} : checkOptionsOf(release)),
    };
  }

  /**
   * Checks the manifests. Called by cdk8s-cli.
   *
   * @param context the `ValidationContext` of cdk8s-cli
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the type is cdk8s-cli's, which the library does not depend on
  public async validate(context: any): Promise<void> {
    // Imported on demand, because nothing else in the library reads YAML.
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

/** No compiler has checked the properties in cdk8s.yaml. */
function refuseUnknown(props: SpinKubeValidationProps): void {
  const allowed: { readonly [name: string]: readonly unknown[] } = {
    allowPlaintextSecrets: [true, false],
    complete: [true, false],
    fieldValidation: Object.values(FieldValidation),
    release: RELEASE_NAMES,
  };
  const problems = Problems.at();
  for (const [name, value] of Object.entries(props) as [string, unknown][]) {
    if (!Object.hasOwn(allowed, name)) {
      problems.at(name).refuse(value, 'is not a property', `use one of ${Object.keys(allowed).join(', ')}`);
    } else if (value !== undefined && !allowed[name].includes(value)) {
      problems.at(name).refuse(value, `must be one of ${allowed[name].join(', ')}`, 'choose one of them');
    }
  }
  problems.throwFrom('SpinKubeValidation');
}
