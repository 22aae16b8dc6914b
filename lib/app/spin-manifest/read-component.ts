import { nearest } from '../../private/nearest';
import { COMPONENT_ID, LABEL, PACKAGE_NAME, VARIABLE_NAME } from './ids';
import { ManifestComponent, ManifestVariable } from './model';
import { ANY_HTTP_HOST, isHttpHost, isOutboundHost, outboundHostsOf } from './outbound-host';
import { checkDependencies, inheritedBy, readDependencies } from './read-dependencies';
import { parseTemplate, renderTemplate } from './template';
import { TomlValue } from './toml-value';

/** The variables of the application by name. */
export type Declared = ReadonlyMap<string, ManifestVariable>;

/** Reads a component of a manifest of version 1. */
export function readComponent1(id: string, component: TomlValue, declared: Declared): ManifestComponent {
  if (component.field('id').isText) {
    component.field('id').require(COMPONENT_ID, id);
  }
  component.field('trigger').refuseMissing();
  component.field('trigger').fields();
  const read = readCommon(id, component, component.field('config'), declared);
  const labels = {
    keyValueStores: component.field('key_value_stores').texts(),
    sqliteDatabases: component.field('sqlite_databases').texts(),
  };
  component.refuseOtherFields();
  return { ...read, ...labels, inherited: {} };
}

/** Reads a component of a manifest of version 2. */
export function readComponent2(id: string, component: TomlValue, declared: Declared): ManifestComponent {
  component.require(COMPONENT_ID, id);
  const read = readCommon(id, component, component.field('variables'), declared);
  readTargets(component.field('targets'));
  readTables(component.field('tool'));
  readDependencies(component.field('dependencies'));
  checkDependencies(component);
  const labels = {
    keyValueStores: component.field('key_value_stores').texts(LABEL),
    sqliteDatabases: component.field('sqlite_databases').texts(LABEL),
  };
  component
    .field('profile')
    .fields()
    .forEach(([, profile]) => {
      readProfile(profile);
    });
  component.refuseOtherFields();
  return { ...read, ...labels, inherited: inheritedBy(component.field('dependencies')) };
}

/** Reads the target environments of an application or component: the name of one, its URL, or its file. */
export function readTargets(targets: TomlValue): void {
  for (const target of targets.items().filter(({ isText }) => !isText)) {
    const location = target.field('url').isSet ? 'url' : 'path';
    target.field(location).requiredText();
    target.refuseOtherFields();
  }
}

/** Reads a table of tables: settings of others, which may be anything. */
export function readTables(tables: TomlValue): void {
  for (const [, table] of tables.fields()) {
    table.fields();
  }
}

type CommonPart = Omit<ManifestComponent, 'keyValueStores' | 'sqliteDatabases' | 'inherited'>;

/** Reads what both versions have. */
function readCommon(id: string, component: TomlValue, variables: TomlValue, declared: Declared): CommonPart {
  readSource(component.field('source'));
  component.field('description').text();
  component.field('environment').textsByName();
  readFiles(component);
  readBuild(component.field('build'));
  for (const [name, value] of variables.fields()) {
    value.require(VARIABLE_NAME, name);
    checkTemplate(value, declared);
  }
  return {
    id,
    variables: variables.textsByName(),
    outboundHosts: [
      ...readOutboundHosts(component.field('allowed_outbound_hosts'), declared),
      ...readHttpHosts(component.field('allowed_http_hosts')),
    ],
    aiModels: component.field('ai_models').texts(),
  };
}

/** Source of a Wasm file: a local path, a URL, or a package of a registry. */
function readSource(source: TomlValue): void {
  source.refuseMissing();
  if (source.isText || !source.isSet) {
    return;
  }
  if (source.field('url').isSet) {
    source.field('url').text();
    readDigest(source.field('digest'));
  } else {
    source.field('registry').text();
    source.field('package').requiredText();
    source.field('package').require(PACKAGE_NAME);
    source.field('version').requiredText();
  }
  source.refuseOtherFields();
}

/** Reads the digest of a download. */
export function readDigest(digest: TomlValue): void {
  if (!digest.requiredText().startsWith('sha256:') && digest.isText) {
    digest.refuse('is not a SHA-256 digest', "write it as 'sha256:' and 64 hexadecimal digits");
  }
}

/** Files of the component: patterns, and directories with their place. */
function readFiles(component: TomlValue): void {
  for (const file of component.field('files').items()) {
    if (file.isTable) {
      file.field('source').requiredText();
      file.field('destination').requiredText();
      file.refuseOtherFields();
    } else if (/(^|\/)\.\.?$/.test(file.text() ?? '')) {
      file.refuse('must not end in a dot', "use a pattern such as 'assets/**/*', or { source = …, destination = … }");
    }
  }
  component.field('exclude_files').texts();
}

function readBuild(build: TomlValue): void {
  if (build.isSet) {
    readCommand(build.field('command'));
    build.field('workdir').text();
    build.field('watch').texts();
    build.refuseOtherFields();
  }
}

function readCommand(command: TomlValue): void {
  command.refuseMissing();
  if (command.isList) {
    command.texts();
  } else {
    command.text();
  }
}

/** A profile replaces a few settings in builds and runs that name it; a SpinApp runs what the image has. */
function readProfile(profile: TomlValue): void {
  if (profile.field('source').isSet) {
    readSource(profile.field('source'));
  }
  profile.field('environment').textsByName();
  if (profile.field('build').isSet) {
    readCommand(profile.field('build').field('command'));
    profile.field('build').refuseOtherFields();
  }
  readDependencies(profile.field('dependencies'));
  profile.refuseOtherFields();
}

/** Spin does not start a component with a reference to a variable that the application does not declare. */
function checkTemplate(template: TomlValue, declared: Declared): void {
  const { isUnclosed, variables } = parseTemplate(template.text() ?? '');
  if (isUnclosed) {
    template.refuse(...UNCLOSED);
  }
  for (const name of variables.filter((one) => !declared.has(one))) {
    const likely = nearest(name, [...declared.keys()]);
    const remedy = likely === undefined ? 'declare it in [variables]' : `did you mean '${likely}'?`;
    template.refuse(`references '${name}', which is not a variable of the application`, remedy);
  }
}

/** A template that Spin does not parse. */
const UNCLOSED = ["has '{{' without '}}'", 'close it'] as const;

/** Templates are checked with the default values of their variables, if all of them have one. */
function readOutboundHosts(hosts: TomlValue, declared: Declared): string[] {
  for (const host of hosts.items().filter(({ isText }) => isText)) {
    checkOutboundHost(host, host.text() ?? '', declared);
  }
  return hosts.texts();
}

function checkOutboundHost(host: TomlValue, entry: string, declared: Declared): void {
  const { isUnclosed, variables } = parseTemplate(entry);
  if (isUnclosed) {
    host.refuse(...UNCLOSED);
    return;
  }
  const rendered = renderTemplate(entry, (name) => declared.get(name)?.default);
  // An empty variable turns the host off.
  const isEmpty = variables.length > 0 && ['', 'http://', 'https://'].includes(rendered ?? '');
  if (rendered !== undefined && !isEmpty && !isOutboundHost(rendered)) {
    const subject = variables.length > 0 ? `with default values is '${rendered}', which ` : '';
    const remedy = entry === ANY_HTTP_HOST ? "write '*://*:*' to allow all" : "write it as 'scheme://host:port'";
    host.refuse(`${subject}is not a valid outbound host`, remedy);
  }
}

function readHttpHosts(hosts: TomlValue): string[] {
  const entries = hosts.texts();
  if (entries.includes(ANY_HTTP_HOST)) {
    return outboundHostsOf(ANY_HTTP_HOST);
  }
  for (const host of hosts.items().filter((one) => one.isText && !isHttpHost(one.text() ?? ''))) {
    host.refuse('is not a valid HTTP host', "write a host, or a host and a port: 'example.com:8080'");
  }
  return entries.filter(isHttpHost).flatMap(outboundHostsOf);
}
