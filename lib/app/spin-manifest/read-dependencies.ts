import { parseVersion } from '../../private/versions';
import { isKebabCase, isPackageName, PACKAGE_NAME } from './ids';
import { TomlValue } from './toml-value';

/** The sources of a dependency, by the field that tells them apart, with their other fields. */
const SOURCES: readonly (readonly [field: string, read: (dependency: TomlValue) => void])[] = [
  ['path', () => undefined],
  ['url', (dependency) => dependency.field('digest').requiredText()],
  ['component', () => undefined],
  [
    'version',
    (dependency) => {
      dependency.field('registry').text();
      dependency.field('package').text();
      dependency.field('package').require(PACKAGE_NAME);
    },
  ],
];

/** A version without the letter that some programs put before it. */
const VERSION = /^\d/;

/** Name of a dependency: an import. */
interface DependencyName {
  /** The package; undefined for a plain name. */
  readonly package?: string;
  readonly interface?: string;
  readonly version?: string;
}

/**
 * Reads the dependencies of a component or profile: the imports that other Wasm files satisfy.
 *
 * @returns the dependencies by name
 */
export function readDependencies(dependencies: TomlValue): [name: string, dependency: TomlValue][] {
  const all = dependencies.fields();
  for (const [name, dependency] of all) {
    if (parseName(name) === undefined) {
      dependency.refuse(
        'is not a valid dependency name',
        "write it as 'namespace:package/interface@version', or as words with '-' between them",
      );
    }
    if (!dependency.isText) {
      readTable(dependency);
    }
  }
  return all;
}

function readTable(dependency: TomlValue): void {
  const [field, readRest] = SOURCES.find(([name]) => dependency.field(name).isSet) ?? SOURCES[SOURCES.length - 1];
  dependency.field(field).requiredText();
  readRest(dependency);
  dependency.field('export').text();
  readInherited(dependency);
  dependency.refuseOtherFields();
}

/** The settings that a dependency inherits from its component: all, none or a list. */
function readInherited(dependency: TomlValue): string[] | undefined {
  const inherit = dependency.field('inherit_configuration');
  return inherit.isFlag || !inherit.isSet ? undefined : inherit.texts();
}

/** The settings that dependencies inherit, for each dependency that lists them. */
export function inheritedBy(dependencies: TomlValue): { [dependency: string]: string[] } {
  const lists = dependencies
    .fields()
    .filter(([, { isTable }]) => isTable)
    .map(([name, dependency]): [string, string[] | undefined] => [name, readInherited(dependency)]);
  return Object.fromEntries(lists.filter((one): one is [string, string[]] => one[1] !== undefined));
}

/** Checks the dependencies of a component against each other, and what they inherit. */
export function checkDependencies(component: TomlValue): void {
  const all = component.field('dependencies').fields();
  const forAll = component.field('dependencies_inherit_configuration');
  forAll.flag();
  const own = all.find(([, one]) => one.isTable && one.field('inherit_configuration').isSet);
  if (forAll.isSet && own) {
    const rule = `cannot be combined with 'inherit_configuration' of a dependency (${own[0]})`;
    forAll.refuse(rule, "set 'inherit_configuration' for each dependency");
  }
  all.forEach(([name, dependency], index) => {
    checkName(name, dependency);
    const other = all.slice(0, index).find(([earlier]) => conflict(earlier, name));
    if (other) {
      const remedy = 'remove one of them, or name different interfaces or versions';
      dependency.refuse(`provides the same imports as '${other[0]}'`, remedy);
    }
  });
}

function checkName(name: string, dependency: TomlValue): void {
  const parsed = parseName(name);
  if (parsed === undefined) {
    return;
  }
  const isTable = dependency.isTable;
  const isFromRegistry = dependency.isText || (isTable && dependency.field('version').isSet);
  if (parsed.package === undefined && isFromRegistry && !(isTable && dependency.field('package').isSet)) {
    dependency.refuse('is a plain name and needs a package', "write { version = …, package = 'namespace:name' }");
  }
  if (parsed.package !== undefined && parsed.interface === undefined && isTable) {
    const { isSet } = dependency.field('export');
    if (isSet && !dependency.field('url').isSet) {
      dependency.field('export').refuse('is not allowed for a whole package', 'name an interface of it, or remove it');
    }
  }
}

/** The parts of a name; undefined if it is not valid. */
function parseName(name: string): DependencyName | undefined {
  if (!/[:/]/.test(name)) {
    return isKebabCase(name) ? {} : undefined;
  }
  const parts: readonly (string | undefined)[] = /^([^@/]*)(?:\/([^@]*))?(?:@(.*))?$/.exec(name) ?? [];
  const [, id, path, version] = parts;
  const isValid =
    id !== undefined &&
    isPackageName(id) &&
    (path === undefined || isKebabCase(path)) &&
    (version === undefined || (VERSION.test(version) && parseVersion(version.replace(/\+.*$/, '')) !== undefined));
  return isValid ? { package: id, interface: path, version } : undefined;
}

/** Tells if two names of the same package do not differ in their interfaces or in versions that are incompatible. */
function conflict(one: string, other: string): boolean {
  const [left, right] = [parseName(one), parseName(other)];
  if (left?.package === undefined || left.package !== right?.package) {
    return false;
  }
  const differ = (a: string | undefined, b: string | undefined) => a !== undefined && b !== undefined && a !== b;
  return !differ(compatibility(left.version), compatibility(right.version)) && !differ(left.interface, right.interface);
}

/** The part of a version that decides about compatibility: versions with the same one can replace each other. */
function compatibility(version?: string): string | undefined {
  const [, known] = /^(0\.0\.\d+|0\.[1-9]\d*|[1-9]\d*)/.exec(version ?? '') ?? [];
  return version?.includes('-') ? version.replace(/\+.*$/, '') : known;
}
