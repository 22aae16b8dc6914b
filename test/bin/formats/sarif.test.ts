import * as fs from 'fs';
import Ajv from 'ajv';
import { command, inEmptyFolder, MESSAGES, writeSamples } from '../command';

inEmptyFolder();

const REPOSITORY = 'https://github.com/cdk8s-spinkube/cdk8s-spinkube';

const { properties, required, definitions } = JSON.parse(
  fs.readFileSync(require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'),
) as { readonly [keyword: string]: unknown };

/** The schema is one of draft 4. These keywords mean the same in later drafts, and are all that it has. */
const SCHEMA = { type: 'object', additionalProperties: false, properties, required, definitions };

const validateSarif = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(SCHEMA);

function sarif(...args: string[]): { readonly runs: { readonly results: object[] }[] } {
  const log = JSON.parse(command('validate', '--format', 'sarif', ...args).out) as ReturnType<typeof sarif>;
  validateSarif(log);
  expect(validateSarif.errors).toBeNull();
  return log;
}

function rule(id: string, level: string, first: string, rest = '', source = '') {
  const helpUri = `${REPOSITORY}/blob/v0.1.0/docs/reference/rules.md#${id}`;
  const text = (first + rest).replaceAll('`', '');
  return {
    id,
    shortDescription: { text: first.replaceAll('`', '') },
    fullDescription: { text },
    help: { text, markdown: `${first}${rest}\n\n[All rules](${helpUri})${source}` },
    helpUri,
    defaultConfiguration: { level },
  };
}

const place = (file: string, startLine: number, startColumn: number) => ({
  artifactLocation: { uri: file, uriBaseId: '%SRCROOT%' },
  region: { startLine, startColumn },
});

const HELLO = [{ name: 'hello', fullyQualifiedName: 'SpinApp/shop/hello', kind: 'object' }];

test('prints a log that the schema of SARIF 2.1.0 accepts, with the description of each rule', () => {
  writeSamples();
  expect(sarif('apps')).toEqual({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'cdk8s-spinkube',
            version: '0.1.0',
            semanticVersion: '0.1.0',
            informationUri: REPOSITORY,
            rules: [
              rule(
                'spin-app-replicas',
                'error',
                '`replicas` must be at least 1 unless autoscaling is enabled, and must not be set if it is.',
                ' Otherwise the webhook of the operator rejects the SpinApp.',
                ' · [Source](https://github.com/spinframework/spin-operator/blob/v0.6.1/internal/webhook/spinapp_validating.go)',
              ),
              rule(
                'unknown-field',
                'warning',
                'Fields must be in the schema, because the API server drops others.',
                ' `FieldValidation` and `--field-validation` turn this into an error, or switch it off.',
              ),
              rule('yaml', 'error', 'A document must be valid YAML.'),
            ],
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: [
              {
                level: 'note',
                message: { text: 'contains no Kubernetes objects' },
                locations: [
                  { physicalLocation: { artifactLocation: { uri: 'apps/values.yaml', uriBaseId: '%SRCROOT%' } } },
                ],
              },
            ],
          },
        ],
        results: [
          {
            ruleId: 'yaml',
            ruleIndex: 2,
            level: 'error',
            message: { text: MESSAGES.yaml },
            locations: [{ physicalLocation: place('apps/broken.yaml', 2, 9) }],
          },
          {
            ruleId: 'unknown-field',
            ruleIndex: 1,
            level: 'warning',
            message: { text: MESSAGES.unknownField },
            locations: [{ physicalLocation: place('apps/hello.yaml', 9, 3), logicalLocations: HELLO }],
          },
          {
            ruleId: 'spin-app-replicas',
            ruleIndex: 0,
            level: 'error',
            message: { text: MESSAGES.replicas },
            locations: [{ physicalLocation: place('apps/hello.yaml', 6, 1), logicalLocations: HELLO }],
          },
        ],
      },
    ],
  });
});

test('the schema of SARIF rejects other levels', () => {
  const result = { level: 'bad', message: { text: 'a' } };
  const tool = { driver: { name: 'a' } };
  expect(validateSarif({ version: '2.1.0', runs: [{ tool, results: [result] }] })).toBe(false);
});

test('encodes paths as URIs', () => {
  writeSamples();
  fs.renameSync('apps', 'my apps #1');
  expect(JSON.stringify(sarif('my apps #1').runs[0].results)).toContain('"uri":"my%20apps%20%231/broken.yaml"');
});
