import { ManifestVariable } from './model';
import { TomlValue } from './toml-value';

/** The variables of an application: the same in both versions of the manifest. */
export function readVariables(variables: TomlValue): ManifestVariable[] {
  return variables.fields().map(([name, variable]) => readVariable(name, variable));
}

function readVariable(name: string, variable: TomlValue): ManifestVariable {
  const value = variable.field('default');
  const isRequired = variable.field('required').flag();
  if (variable.isTable && isRequired === value.isSet) {
    // Spin refuses both: a required variable would never have its default.
    const rule = isRequired ? 'has a default and is required' : 'has no default and is not required';
    const remedy = isRequired ? "remove 'default' or 'required'" : "add 'default', or 'required = true'";
    variable.refuse(rule, remedy);
  }
  return { name, default: value.text(), isRequired, isSecret: variable.field('secret').flag() };
}
