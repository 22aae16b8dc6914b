import { FILE_RULE, OBJECT_RULE, YAML_RULE } from '../../lib/validation/documents/read-objects';
import { FILE_RULES, OBJECT_RULES } from '../../lib/validation/general-rules';
import { RELEASE_RULE } from '../../lib/validation/object-check';
import { METADATA_RULE } from '../../lib/validation/schema/check-metadata';
import { SCHEMA_RULE } from '../../lib/validation/schema/schema-rule';
import { UNKNOWN_FIELD_RULE } from '../../lib/validation/schema/unknown-field';
import { SERVED_RULE } from '../../lib/validation/served-kinds';
import { DUPLICATE_RULE, REPEATED_KEY_RULE } from '../../lib/validation/validate-objects';

test('describes every rule that is not one of an operator', () => {
  const rules = [
    ...[SCHEMA_RULE, UNKNOWN_FIELD_RULE, METADATA_RULE, SERVED_RULE, RELEASE_RULE],
    ...[FILE_RULE, YAML_RULE, OBJECT_RULE, REPEATED_KEY_RULE, DUPLICATE_RULE],
  ];
  expect([...OBJECT_RULES, ...FILE_RULES].map(({ name }) => name)).toEqual(rules);
});
