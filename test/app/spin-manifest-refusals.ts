/** A manifest of version 2 with something more in it. */
export const version2 = (more: string) => `spin_manifest_version = 2\n[trigger]\n[application]\nname = "shop"\n${more}`;

/** A manifest of version 1 with something more in it. */
const version1 = (more: string) => `spin_manifest_version = "1"\nname = "shop"\ntrigger = { type = "http" }\n${more}`;

/** Rejected manifests: a description, their text, and all reported problems. */
export const REFUSALS: readonly [string, string, string[]][] = [
  [
    'that says no version',
    'name = "shop"',
    [
      `'spin_manifest_version' is not a supported version; write 'spin_manifest_version = 2', or "1" for the older form`,
    ],
  ],
  [
    'of version 3',
    'spin_manifest_version = 3',
    [
      `'spin_manifest_version' (3) is not a supported version; write 'spin_manifest_version = 2', or "1" for the older form`,
    ],
  ],
  [
    'of version 2 in quotes',
    'spin_manifest_version = "2"',
    [
      `'spin_manifest_version' ("2") is not a supported version; write 'spin_manifest_version = 2', or "1" for the older form`,
    ],
  ],
  ['without a trigger', 'spin_manifest_version = 2\napplication.name = ""', ["'trigger' is required; set it"]],
  ['without an application', 'spin_manifest_version = 2\n[trigger]', ["'application.name' is required; set it"]],
  ['without a name', 'spin_manifest_version = 2\n[trigger]\n[application]', ["'application.name' is required; set it"]],
  [
    'whose name is not a string',
    'spin_manifest_version = 2\ntrigger = {}\napplication.name = 1.5',
    ["'application.name' (1.5) must be text; put it in quotes"],
  ],
  [
    'whose application is not a table',
    'spin_manifest_version = 2\ntrigger = {}\napplication = "shop"',
    [`'application' ("shop") must be a table; give it names and values`, "'application.name' is required; set it"],
  ],
  [
    'whose version is not a string',
    version2('version = 2020-01-01'),
    ["'application.version' (2020-01-01) must be text; put it in quotes"],
  ],
  [
    'of version 1 without name, trigger and ids',
    'spin_version = "1"\n[[component]]',
    [
      "'trigger.type' is required; set it",
      "'component[0].id' is required; set it",
      "'component[0].trigger' is required; set it",
      "'component[0].source' is required; set it",
      "'name' is required; set it",
    ],
  ],
  [
    'of version 1 with components of version 2',
    version1('[component.cart]\nsource = "a.wasm"'),
    ["'component' ({ cart }) must be a list; write it as [[component]]"],
  ],
  [
    'with a variable that has no value',
    version2('[variables]\nx = { secret = true }'),
    ["'variables.x' ({ secret }) has no default and is not required; add 'default', or 'required = true'"],
  ],
  [
    'with a required variable that has a value',
    version1('[variables]\nx = { default = "", required = true }'),
    ["'variables.x' ({ default, required }) has a default and is required; remove 'default' or 'required'"],
  ],
  [
    'with a variable that is not a table',
    version2('[variables]\nx = "y"'),
    [`'variables.x' ("y") must be a table; give it names and values`],
  ],
  [
    'with variables of other types',
    version2('[variables]\nx = { default = 3 }\ny = { required = "yes" }\nz = { required = true, secret = 1 }'),
    [
      "'variables.x.default' (3) must be text; put it in quotes",
      `'variables.y.required' ("yes") must be true or false; write one of them, without quotes`,
      "'variables.y' ({ required }) has no default and is not required; add 'default', or 'required = true'",
      "'variables.z.secret' (1) must be true or false; write one of them, without quotes",
    ],
  ],
  [
    'whose components are a list',
    version2('[[component]]\nid = "cart"'),
    ["'component' ([…]) must be a table; give it names and values"],
  ],
  [
    'whose labels are not a list',
    version2('[component.cart]\nsource = "a.wasm"\nkey_value_stores = "default"'),
    [`'component.cart.key_value_stores' ("default") must be a list; write it in brackets`],
  ],
  [
    'whose labels are not strings',
    version2('[component.cart]\nsource = "a.wasm"\nsqlite_databases = ["a", 1]\nai_models = [[]]'),
    [
      "'component.cart.sqlite_databases[1]' (1) must be text; put it in quotes",
      "'component.cart.ai_models[0]' ([]) must be text; put it in quotes",
    ],
  ],
  [
    'with a template that is not a string',
    version2('[component.cart]\nsource = "a.wasm"\nvariables.x = true'),
    ["'component.cart.variables.x' (true) must be text; put it in quotes"],
  ],
  [
    'whose triggers are not a list',
    version2('[trigger.http]\nroute = "/"'),
    ["'trigger.http' ({ route }) must be a list; write it as [[trigger.http]]"],
  ],
  [
    'with a trigger of a component that is not there',
    version2('[component.cart]\nsource = "a.wasm"\n[[trigger.http]]\nroute = "/"\ncomponent = "card"'),
    [`'trigger.http[0].component' ("card") is not a component of the file; did you mean 'cart'?`],
  ],
  [
    'with a trigger of something else',
    version2('[component.cart]\nsource = "a.wasm"\n[[trigger.http]]\nroute = "/"\ncomponent = "checkout"'),
    [
      `'trigger.http[0].component' ("checkout") is not a component of the file; add [component.checkout], or use another component`,
    ],
  ],
  [
    'with a trigger of a number',
    version2('[[trigger.http]]\nroute = "/"\ncomponent = 7'),
    ["'trigger.http[0].component' (7) must be text; put it in quotes"],
  ],
  [
    'with further components that are not there',
    version2(
      '[component.cart]\nsource = "a.wasm"\n[[trigger.http]]\nroute = "/"\ncomponent = "cart"\ncomponents = { a = "carts", b = ["cart", "pay"] }',
    ),
    [
      `'trigger.http[0].components.a' ("carts") is not a component of the file; did you mean 'cart'?`,
      `'trigger.http[0].components.b[1]' ("pay") is not a component of the file; add [component.pay], or use another component`,
    ],
  ],
  [
    'with values too long to be shown',
    version2(`version = ["${'v'.repeat(99)}"]\n[variables]\nx = "${'y'.repeat(99)}"`),
    [
      `'variables.x' ("${'y'.repeat(59)}…) must be a table; give it names and values`,
      "'application.version' ([…]) must be text; put it in quotes",
    ],
  ],
];

/** A component with something more in it. */
const cart = (more: string) => version2(`[component.cart]\nsource = "a.wasm"\n${more}`);

/** A manifest with dependencies of a component. */
const uses = (...dependencies: string[]) => cart(`[component.cart.dependencies]\n${dependencies.join('\n')}`);

const ID =
  "use words of letters and digits with '-' between them; the first begins with a letter, and none has mixed case";
const LABEL =
  "use words of letters and digits with '-' or '_' between them; the first begins with a letter, and none has mixed case";
const VARIABLE = "use words of lower-case letters and digits with '_' between them, beginning with a letter";
const HOST = "is not a valid outbound host; write it as 'scheme://host:port'";
const NAME = "write it as 'namespace:package/interface@version', or as words with '-' between them";

/** Manifests that only Spin's own reader used to refuse. */
export const REFUSED_BY_SPIN: readonly [string, string, string[]][] = [
  [
    'with an unknown field',
    `authours = ["me"]\n${version2('descripton = ""\nlicense = "MIT"\n[variables]\nx = { default = "", secrt = true }')}`,
    [
      "'authours' ([…]) is not a field that Spin knows here; remove it",
      `'application.descripton' ("") is not a field that Spin knows here; did you mean 'description'?`,
      `'application.license' ("MIT") is not a field that Spin knows here; remove it`,
      "'variables.x.secrt' (true) is not a field that Spin knows here; did you mean 'secret'?",
    ],
  ],
  [
    'with an unknown field of a component',
    cart('key_value_store = ["default"]\nbuild = { comand = "", command = "make" }\nprofile.debug.build.workdir = "a"'),
    [
      "'component.cart.build.comand' (\"\") is not a field that Spin knows here; did you mean 'command'?",
      "'component.cart.key_value_store' ([…]) is not a field that Spin knows here; did you mean 'key_value_stores'?",
      "'component.cart.profile.debug.build.command' is required; set it",
      '\'component.cart.profile.debug.build.workdir\' ("a") is not a field that Spin knows here; remove it',
    ],
  ],
  [
    'with fields of version 2 in version 1',
    version1('[[component]]\nid = "a"\nsource = "a.wasm"\ntrigger = {}\nvariables = {}\n[application]'),
    [
      "'component[0].variables' ({}) is not a field that Spin knows here; remove it",
      "'application' ({}) is not a field that Spin knows here; remove it",
    ],
  ],
  [
    'that says its version twice',
    `spin_version = "1"\n${version1('')}`,
    [`'spin_version' ("1") is not a field that Spin knows here; remove it`],
  ],
  [
    'of a component without a source',
    version2('[component.cart]\n[component.pay]\nsource = {}\n[component.buy]\nsource = { url = "a", digest = "0" }'),
    [
      "'component.cart.source' is required; set it",
      "'component.pay.source.package' is required; set it",
      "'component.pay.source.version' is required; set it",
      `'component.buy.source.digest' ("0") is not a SHA-256 digest; write it as 'sha256:' and 64 hexadecimal digits`,
    ],
  ],
  [
    'with component IDs that are not valid',
    version2(
      '[component.cart_2]\nsource = "a"\n[component.Cart]\nsource = "a"\n[component.2-cart]\nsource = "a"\n[[trigger.http]]\ncomponent = "a_b"',
    ),
    [
      `'trigger.http[0].component' ("a_b") is not a valid component ID; ${ID}`,
      `'component.cart_2' ({ source }) is not a valid component ID; ${ID}`,
      `'component.Cart' ({ source }) is not a valid component ID; ${ID}`,
      `'component['2-cart']' ({ source }) is not a valid component ID; ${ID}`,
    ],
  ],
  [
    'of version 1 with an ID that cannot be converted',
    version1('[[component]]\nid = "2cart"\nsource = "a"\ntrigger = {}'),
    [`'component[0].id' ("2cart") is not a valid component ID; ${ID}`],
  ],
  [
    'with variable names that are not valid',
    `${cart('variables = { b-c = "" }')}\n[variables]\nA = { default = "" }\na__b = { default = "" }\n1_a = { default = "" }`,
    [
      `'variables.A' ({ default }) is not a valid variable name; ${VARIABLE}`,
      `'variables.a__b' ({ default }) is not a valid variable name; ${VARIABLE}`,
      `'variables['1_a']' ({ default }) is not a valid variable name; ${VARIABLE}`,
      `'component.cart.variables.b-c' ("") is not a valid variable name; ${VARIABLE}`,
    ],
  ],
  [
    'with labels that are not valid',
    cart('key_value_stores = ["my store", "a_b", "a-b", "a-1", "1-a"]\nsqlite_databases = [""]'),
    [
      `'component.cart.key_value_stores[0]' ("my store") is not a valid label; ${LABEL}`,
      `'component.cart.key_value_stores[4]' ("1-a") is not a valid label; ${LABEL}`,
      `'component.cart.sqlite_databases[0]' ("") is not a valid label; ${LABEL}`,
    ],
  ],
  [
    'with templates of variables that are not declared',
    `${cart('variables = { a = "{{ regin }}", b = "{{other}}{{ region }}", c = "{{ region" }')}\n[variables]\nregion = { default = "" }`,
    [
      `'component.cart.variables.a' ("{{ regin }}") references 'regin', which is not a variable of the application; did you mean 'region'?`,
      `'component.cart.variables.b' ("{{other}}{{ region }}") references 'other', which is not a variable of the application; declare it in [variables]`,
      `'component.cart.variables.c' ("{{ region") has '{{' without '}}'; close it`,
    ],
  ],
  [
    'with hosts that are not valid',
    `${cart(
      `allowed_outbound_hosts = [${[
        ...['example.com', 'https://example.com/path', 'tcp://example.com', 'https://*.*.com', 'https://a:b', ''],
        ...['https://{{ host }}', '{{ host', 'ht-tp://a', 'https://10.0.0.0/33', 'insecure:allow-all'],
      ]
        .map((host) => `"${host}"`)
        .join(', ')}]\nallowed_http_hosts = ["a b", "ftp://a", "a/b"]`,
    )}\n[variables]\nhost = { default = "a/b" }`,
    [
      ...[
        '[0]\' ("example.com")',
        '[1]\' ("https://example.com/path")',
        '[2]\' ("tcp://example.com")',
        '[3]\' ("https://*.*.com")',
        '[4]\' ("https://a:b")',
        '[5]\' ("")',
        '[8]\' ("ht-tp://a")',
        '[9]\' ("https://10.0.0.0/33")',
      ].map((one) => `'component.cart.allowed_outbound_hosts${one} ${HOST}`),
      `'component.cart.allowed_outbound_hosts[6]' ("https://{{ host }}") with default values is 'https://a/b', which ${HOST}`,
      `'component.cart.allowed_outbound_hosts[7]' ("{{ host") has '{{' without '}}'; close it`,
      `'component.cart.allowed_outbound_hosts[10]' ("insecure:allow-all") is not a valid outbound host; write '*://*:*' to allow all`,
      ...['[0]\' ("a b")', '[1]\' ("ftp://a")', '[2]\' ("a/b")'].map(
        (one) =>
          `'component.cart.allowed_http_hosts${one} is not a valid HTTP host; write a host, or a host and a port: 'example.com:8080'`,
      ),
    ],
  ],
  [
    'with files that are a directory',
    cart('files = ["..", "a/.", { source = "a", target = "b" }]'),
    [
      ...['[0]\' ("..")', '[1]\' ("a/.")'].map(
        (one) =>
          `'component.cart.files${one} must not end in a dot; use a pattern such as 'assets/**/*', or { source = …, destination = … }`,
      ),
      "'component.cart.files[2].destination' is required; set it",
      `'component.cart.files[2].target' ("b") is not a field that Spin knows here; remove it`,
    ],
  ],
  [
    'with triggers without a component',
    version2(
      '[[trigger.http]]\nroute = "/"\n[[trigger.redis]]\nchannel = "a"\n[[trigger.other]]\n[[trigger.http]]\nroute = "/"\nstatic_response = {}',
    ),
    ["'trigger.http[0].component' is required; set it", "'trigger.redis[0].component' is required; set it"],
  ],
  [
    'with names of dependencies that are not valid',
    uses('"A:b" = "1"', '"a_b" = "1"', '"a:b/1-c" = "1"', '"a:b@v1" = "1"', '"a:b@1.0" = "1"'),
    ['A:b', 'a_b', 'a:b/1-c', 'a:b@v1', 'a:b@1.0'].flatMap((name) => [
      `'component.cart.dependencies${name === 'a_b' ? `.${name}` : `['${name}']`}' ("1") is not a valid dependency name; ${NAME}`,
    ]),
  ],
  [
    'with dependencies that are not valid',
    uses('"a:b" = {}', '"a:c" = { path = "a", version = "1" }', '"a:d" = { url = "a" }', '"a:e" = 1', 'f = "1"'),
    [
      "'component.cart.dependencies['a:b'].version' is required; set it",
      `'component.cart.dependencies['a:c'].version' ("1") is not a field that Spin knows here; remove it`,
      "'component.cart.dependencies['a:d'].digest' is required; set it",
      "'component.cart.dependencies['a:e']' (1) must be a table; give it names and values",
      "'component.cart.dependencies['a:e'].version' is required; set it",
      `'component.cart.dependencies.f' ("1") is a plain name and needs a package; write { version = …, package = 'namespace:name' }`,
    ],
  ],
  [
    'with dependencies that provide the same',
    uses('"a:b" = "1"', '"a:b/c" = "1"', '"d:e@1.0.0" = "1"', '"d:e@1.2.0" = "1"', '"d:e@2.0.0" = "1"'),
    [
      `'component.cart.dependencies['a:b/c']' ("1") provides the same imports as 'a:b'; remove one of them, or name different interfaces or versions`,
      `'component.cart.dependencies['d:e@1.2.0']' ("1") provides the same imports as 'd:e@1.0.0'; remove one of them, or name different interfaces or versions`,
    ],
  ],
  [
    'with a dependency on a component that has settings',
    `${uses('"a:b" = { component = "pay" }', '"c:d/e" = { component = "pya" }', '"f:g" = { component = "buy", export = "x" }')}\n[component.pay]\nsource = "a"\nkey_value_stores = ["default"]\nenvironment = { A = "" }\nfiles = []\n[component.buy]\nsource = "a"`,
    [
      `'component.cart.dependencies['a:b'].component' ("pay") has settings that a dependency does not keep: environment, key_value_stores; move them to the component that uses it`,
      `'component.cart.dependencies['c:d/e'].component' ("pya") is not a component of the file; did you mean 'pay'?`,
      `'component.cart.dependencies['f:g'].export' ("x") is not allowed for a whole package; name an interface of it, or remove it`,
    ],
  ],
  [
    'with settings that dependencies inherit, stated twice',
    `${cart('dependencies_inherit_configuration = false')}\n[component.cart.dependencies]\n"a:b" = { path = "a", inherit_configuration = [] }\n"c:d" = { path = "a", inherit_configuration = "all" }`,
    [
      "'component.cart.dependencies['c:d'].inherit_configuration' (\"all\") must be a list; write it in brackets",
      "'component.cart.dependencies_inherit_configuration' (false) cannot be combined with 'inherit_configuration' of a dependency (a:b); set 'inherit_configuration' for each dependency",
    ],
  ],
];

const newer = (what: string, remedy: string) => `is TOML 1.1, and Spin reads TOML 1.0: ${what}; ${remedy}`;
const LINES = newer('an inline table has several lines', 'write it on one line, or as a table with a header');

/** Texts of TOML 1.1 that TOML 1.0 does not have: what is wrong, the text, and what is said of it. */
export const NEWER_TOML: readonly [string, string, string][] = [
  ['inline table of several lines', version2('a = {\n  b = 1 }'), `'line 5, column 6' (a = {) ${LINES}`],
  [
    'inline table with a comma at its end',
    version2('a = { b = [1,], c = "}", }'),
    `'line 5, column 26' (a = { b = [1,], c = "}", }) ${newer('an inline table ends with a comma', 'remove the comma')}`,
  ],
  [
    'escape',
    version2('a = "\\\\e \\e"'),
    `'line 5, column 5' (a = "\\\\e \\e") ${newer('a string has the escape \\e or \\x', 'write \\u and four digits')}`,
  ],
  [
    'time',
    version2('a = 07:32'),
    `'line 5, column 5' (a = 07:32) ${newer('a time has no seconds', 'add the seconds')}`,
  ],
];

/** The same in places where TOML 1.0 allows it. */
export const OLDER_TOML = `
[application.tool.a]
b = [ # { , }
  1, # "
  { c = """
}, }""" },
]
d = { e = '\\e', "f,}" = '''
''', g = "\\\\e {\\n,", h = 2020-01-01T07:32:00.5-07:30, i = 07:32:00, j = {}, k = "07:32", l = """"\\\\e""""" }
"\\\\x41" = 1
`;

/** Texts that are not valid TOML: a description, the text, and the reported problem. */
export const NOT_TOML: readonly [string, string, string][] = [
  ['a value', '\n\nname = ', "'line 3, column 8' (name =) is not valid TOML: invalid value; fix the syntax"],
  [
    'the end of a text',
    'a = 1\nb = "x',
    `'line 2, column 5' (b = "x) is not valid TOML: unfinished string; fix the syntax`,
  ],
  [
    'a name twice',
    'a = 1\r\na = 2',
    "'line 2, column 1' (a = 2) is not valid TOML: trying to redefine an already defined table or value; fix the syntax",
  ],
  [
    'what cannot be seen',
    'a = \u0007\u001b',
    "'line 1, column 5' (a = ��) is not valid TOML: invalid value; fix the syntax",
  ],
  [
    'nesting without end',
    `a = ${'['.repeat(2000)}`,
    `'line 1, column 1005' (a = ${'['.repeat(56)}…) is not valid TOML: document contains excessively nested structures. aborting.; fix the syntax`,
  ],
];
