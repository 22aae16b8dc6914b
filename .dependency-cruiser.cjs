// `npm run lint`: which folder may import which. The arrows of CONTRIBUTING.md, and no circles, type-only ones included.

/** The rooms of lib/, from the outermost to the innermost: each may import those after it, and none before it. */
const ROOMS = [
  'doctor',
  'artifact',
  'init',
  'program',
  'graph',
  'upgrade',
  'gitops',
  'gardener',
  'platform',
  'app',
  'convert',
  'releases',
  'changes',
  'validation',
  'synth',
  'private',
];

/** The folders beside lib/ that lib/ and the command never import. */
const NOT_SHIPPED = '^(bench|e2e|examples|test|tools|main\\.ts)';

const arrows = ROOMS.slice(1).map((room, index) => ({
  name: `arrow-${room}`,
  comment: `lib/${room} may not import ${ROOMS.slice(0, index + 1).join(', ')}: move what both need inwards`,
  severity: 'error',
  from: { path: `^lib/${room}/` },
  to: { path: `^lib/(${ROOMS.slice(0, index + 1).join('|')})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...arrows,
    {
      name: 'no-circular',
      comment: 'two files that need each other are one idea, or lack a third one',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-index-inside-lib',
      comment: 'inside lib/, files are imported one by one: an index.ts loads everything',
      severity: 'error',
      from: { path: '^lib/', pathNot: '/index\\.ts$' },
      to: { path: '^lib/(|.*/)index\\.ts$' },
    },
    {
      name: 'shipped-code-only',
      comment: 'the package has lib/, bin/ and imports/ only',
      severity: 'error',
      from: { path: '^(bin|lib|imports)/' },
      to: { path: NOT_SHIPPED },
    },
    {
      name: 'shipped-dependencies-only',
      comment: 'what the package needs at run time is a dependency or a peer dependency',
      severity: 'error',
      from: { path: '^(bin|lib|imports)/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'],
        dependencyTypesNot: ['npm-peer'],
      },
    },
    {
      name: 'gardener-core-knows-no-cloud',
      comment: 'a cloud depends on the contracts of lib/gardener, never the other way round',
      severity: 'error',
      from: { path: '^lib/gardener/[^/]+\\.ts$', pathNot: '^lib/gardener/index\\.ts$' },
      to: { path: '^lib/gardener/(aws|azure|gcp|openstack)/' },
    },
    {
      name: 'clouds-know-no-other-cloud',
      comment: 'a cloud is one folder',
      severity: 'error',
      from: { path: '^lib/gardener/(aws|azure|gcp|openstack)/' },
      to: { path: '^lib/gardener/(aws|azure|gcp|openstack)/', pathNot: '^lib/gardener/$1/' },
    },
    {
      name: 'no-unresolvable',
      comment: 'tools/diagrams installs a browser of its own',
      severity: 'error',
      from: { pathNot: '^tools/diagrams/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^imports/'] },
    exclude: { path: ['/node_modules/.*/node_modules/', '(^|/)(build|dist)/'] },
    tsConfig: { fileName: 'tsconfig.json' },
    // Imports of types count: what two files must know of each other is a circle, whoever compiles it away.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'] },
  },
};
