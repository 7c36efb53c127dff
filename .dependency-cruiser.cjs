/** The arrows of the design: main → app → http → flows → domain and store; adapters touch the outside. */
const bff = '^apps/bff/src';
const tests = '[.]test[.]tsx?$';

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'domain-is-pure',
      comment:
        'domain imports domain, contract types, otplib, libphonenumber-js and the tables of IDNA (node:url) alone',
      severity: 'error',
      from: { path: `${bff}/domain`, pathNot: tests },
      to: {
        pathNot: [`${bff}/domain`, '^packages/contract', 'node_modules/(otplib|@otplib|libphonenumber-js)/', '^url$'],
      },
    },
    {
      name: 'hono-in-http-alone',
      severity: 'error',
      from: { path: `${bff}/(flows|domain|store|adapters)`, pathNot: tests },
      to: { path: 'node_modules/(hono|@hono)/' },
    },
    {
      name: 'store-and-flows-below-http',
      severity: 'error',
      from: { path: `${bff}/(store|flows|domain|adapters)` },
      to: { path: `${bff}/(http|app[.]ts|main[.]ts|assemble[.]ts|cli)` },
    },
    { name: 'store-below-flows', severity: 'error', from: { path: `${bff}/store` }, to: { path: `${bff}/flows` } },
    { name: 'http-not-to-store', severity: 'error', from: { path: `${bff}/http` }, to: { path: `${bff}/store` } },
    {
      name: 'drizzle-in-store-alone',
      severity: 'error',
      from: { path: `${bff}/(?!store)`, pathNot: tests },
      to: { path: 'node_modules/(drizzle-orm|better-sqlite3|pg)/' },
    },
    {
      name: 'adapters-touch-no-inner-layer',
      severity: 'error',
      from: { path: `${bff}/adapters`, pathNot: tests },
      to: { path: `${bff}/(flows|store|http)` },
    },
    {
      name: 'contract-imports-no-app',
      severity: 'error',
      from: { path: '^packages/contract' },
      to: { path: '^apps/' },
    },
    {
      name: 'contract-depends-on-zod-alone',
      severity: 'error',
      from: { path: '^packages/contract' },
      to: { pathNot: ['^packages/contract', 'node_modules/zod/'] },
    },
    {
      name: 'web-names-the-bff-in-one-file',
      severity: 'error',
      from: { path: '^apps/web', pathNot: '^apps/web/src/api/client[.]ts$' },
      to: { path: '^apps/(bff|sms-sandbox)' },
    },
    {
      name: 'web-names-the-bff-by-type-alone',
      severity: 'error',
      from: { path: '^apps/web' },
      to: { path: '^apps/bff', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'web-kinds-behind-their-registries',
      comment: 'the registries beside the rooms name the kinds, and nothing else does',
      severity: 'error',
      from: { path: '^apps/web/src/(?!authenticators/)', pathNot: tests },
      to: { path: '^apps/web/src/authenticators/[^/]+/' },
    },
    {
      name: 'web-kinds-know-no-other-kind',
      severity: 'error',
      from: { path: '^apps/web/src/authenticators/([^/]+)/' },
      to: { path: '^apps/web/src/authenticators/[^/]+/', pathNot: '^apps/web/src/authenticators/$1/' },
    },
    {
      name: 'sandbox-stands-alone',
      severity: 'error',
      from: { path: '^apps/sms-sandbox/src', pathNot: tests },
      to: { path: '^(apps/(bff|web)|packages)/' },
    },
    {
      name: 'production-without-development',
      comment: 'only one database command names the seeds, and the bundle leaves them out',
      severity: 'error',
      from: { path: `${bff}`, pathNot: `${bff}/(cli/db-schema[.]ts|development)` },
      to: { path: `${bff}/development` },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    // The fixtures' programs run in the release that they are of.
    exclude: { path: '(^|/)(dist|migrations|fixtures)/' },
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.css', '.json'],
    },
  },
};
