/** A manifest of version 2 with something more in it. */
export const version2 = (more: string) => `spin_manifest_version = 2\n[application]\nname = "shop"\n${more}`;

/** A manifest of version 1 with something more in it. */
const version1 = (more: string) => `spin_manifest_version = "1"\nname = "shop"\ntrigger = { type = "http" }\n${more}`;

/** Manifests that are refused: what they are, their text, and everything that is said of it. */
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
  ['without a name', 'spin_manifest_version = 2', ["'application.name' is required; set it"]],
  [
    'with an empty name',
    'spin_manifest_version = 2\napplication.name = ""',
    [`'application.name' ("") is required; set it`],
  ],
  [
    'whose name is not a string',
    'spin_manifest_version = 2\napplication.name = 1.5',
    ["'application.name' (1.5) must be text; put it in quotes"],
  ],
  [
    'whose application is not a table',
    'spin_manifest_version = 2\napplication = "shop"',
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
    ["'trigger.type' is required; set it", "'component[0].id' is required; set it", "'name' is required; set it"],
  ],
  [
    'of version 1 with components of version 2',
    version1('[component.cart]'),
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
    version2('[component.cart]\nkey_value_stores = "default"'),
    [`'component.cart.key_value_stores' ("default") must be a list; write it in brackets`],
  ],
  [
    'whose labels are not strings',
    version2('[component.cart]\nsqlite_databases = ["a", 1]\nai_models = [[]]'),
    [
      "'component.cart.sqlite_databases[1]' (1) must be text; put it in quotes",
      "'component.cart.ai_models[0]' ([]) must be text; put it in quotes",
    ],
  ],
  [
    'with a template that is not a string',
    version2('[component.cart.variables]\nx = true'),
    ["'component.cart.variables.x' (true) must be text; put it in quotes"],
  ],
  [
    'whose triggers are not a list',
    version2('[trigger.http]\nroute = "/"'),
    ["'trigger.http' ({ route }) must be a list; write it as [[trigger.http]]"],
  ],
  [
    'with a trigger of a component that is not there',
    version2('[component.cart]\n[[trigger.http]]\ncomponent = "card"'),
    [`'trigger.http[0].component' ("card") is not a component of the file; did you mean 'cart'?`],
  ],
  [
    'with a trigger of something else',
    version2('[component.cart]\n[[trigger.http]]\ncomponent = "checkout"'),
    [
      `'trigger.http[0].component' ("checkout") is not a component of the file; add [component.checkout], or use another component`,
    ],
  ],
  [
    'with a trigger of a number',
    version2('[[trigger.http]]\ncomponent = 7'),
    ["'trigger.http[0].component' (7) must be text; put it in quotes"],
  ],
  [
    'with further components that are not there',
    version2(
      '[component.cart]\n[[trigger.http]]\ncomponent = "cart"\ncomponents = { a = "carts", b = ["cart", "pay"] }',
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

/** Texts that are not TOML: what is wrong, the text, and what is said of it. */
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
