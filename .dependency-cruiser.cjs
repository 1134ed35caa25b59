/** design.md's tree as rules: who may import whom. */
const pure = ['kernel', 'contracts'];
const mayImport = {
  contracts: [],
  kernel: [],
  platform: ['contracts', 'kernel'],
  text: [],
  sheets: [],
  topk: [],
  accounts: [],
  listings: ['accounts', 'sheets'],
  publication: ['listings', 'sheets'],
  search: ['text', 'listings'],
  matching: ['text', 'topk', 'listings', 'sheets'],
  meetings: ['accounts', 'listings'],
  engagements: ['accounts'],
  statistics: ['sheets'],
  notifications: ['accounts'],
};

const everyone = (lib) =>
  [...pure, 'platform', 'topk', 'sheets'].includes(lib) ? [] : ['contracts', 'kernel', 'platform'];

const libRules = Object.entries(mayImport).map(([lib, named]) => ({
  name: `${lib}-imports-only-what-is-named`,
  severity: 'error',
  from: { path: `^libs/${lib}/src` },
  to: { path: '^(libs|apps|test)/', pathNot: `^libs/(${[lib, ...named, ...everyone(lib)].join('|')})/src` },
}));

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-deep-paths',
      comment: 'another lib is imported by its public face only',
      severity: 'error',
      from: { path: '^(libs/([^/]+)|apps/[^/]+|test)/' },
      to: {
        path: '^libs/([^/]+)/src/.+',
        pathNot: ['^libs/[^/]+/src/index\\.ts$', '^libs/matching/src/learning/index\\.ts$', '^libs/$2/'],
      },
    },
    {
      name: 'contracts-and-kernel-are-pure',
      comment:
        'no framework, no database, no other lib: they run in a browser or a worker thread as they are',
      severity: 'error',
      from: { path: '^libs/(contracts|kernel)/src', pathNot: '\\.spec\\.ts$' },
      to: { path: 'node_modules/(?!(zod|uuid|temporal-polyfill|temporal-spec|temporal-utils)/)' },
    },
    {
      name: 'libs-know-no-apps',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/', pathNot: '^$' },
    },
    {
      name: 'web-imports-contracts-only',
      severity: 'error',
      from: { path: '^apps/web' },
      to: { path: '^(libs|apps)/', pathNot: '^(libs/contracts|apps/web)/' },
    },
    ...[
      ['client', 'ui|features|routes'],
      ['ui', 'features|routes'],
      ['features', 'routes'],
    ].map(([below, above]) => ({
      name: `web-${below}-knows-nothing-above-it`,
      comment: 'the web client in layers: client, ui, features, routes',
      severity: 'error',
      from: { path: `^apps/web/src/${below}/` },
      to: { path: `^apps/web/src/(${above})/` },
    })),
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'learning-is-for-the-command-line',
      comment: 'labelled sets, evaluation and learning are loaded by no server process',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: '^(apps/cli|libs/matching/src/learning)/' },
      to: { path: '^libs/matching/src/learning/' },
    },
    ...libRules,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|data)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
};
