const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

/** The arrows of the design: main → app → http → flows → authenticators → sms → domain and store; adapters touch the outside. */
const bff = '^apps/bff/src';
const tests = '[.]test[.]tsx?$';

/** The flows whose functions a route or an operator's command calls. */
function verbs() {
  const source = join(__dirname, 'apps', 'bff', 'src');
  const called = ['http', 'cli'].flatMap((layer) =>
    readdirSync(join(source, layer))
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .flatMap((name) => {
        const text = readFileSync(join(source, layer, name), 'utf8');
        return [...text.matchAll(/^import (?!type )[^;]*? from '\.\.\/(flows\/[^']+)\.ts'/gm)].map(([, path]) => path);
      }),
  );
  return `${bff}/(${[...new Set(called)].join('|')})[.]ts$`;
}
const VERBS = verbs();

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'domain-is-pure',
      comment: 'domain imports domain, contract types and the tables of IDNA (node:url) alone',
      severity: 'error',
      from: { path: `${bff}/domain`, pathNot: tests },
      to: {
        pathNot: [`${bff}/domain`, '^packages/contract', '^url$'],
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
    {
      name: 'kinds-below-flows',
      comment: 'flows ask the registry of the kinds; a kind knows no flow, and text messages no kind',
      severity: 'error',
      from: { path: `${bff}/(authenticators|sms)/`, pathNot: tests },
      to: { path: `${bff}/(flows|http|app[.]ts|main[.]ts|assemble[.]ts|cli)` },
    },
    {
      name: 'sms-below-kinds',
      severity: 'error',
      from: { path: `${bff}/sms/` },
      to: { path: `${bff}/authenticators/` },
    },
    {
      name: 'flows-name-no-kind',
      comment: 'but those that are about text messages themselves',
      severity: 'error',
      from: { path: `${bff}/(flows|http)/`, pathNot: [tests, `${bff}/flows/sms/`] },
      to: { path: `${bff}/authenticators/[^/]+/` },
    },
    {
      name: 'kinds-know-no-other-kind',
      severity: 'error',
      from: { path: `${bff}/authenticators/([^/]+)/`, pathNot: tests },
      to: { path: `${bff}/authenticators/[^/]+/`, pathNot: `${bff}/authenticators/$1/` },
    },
    {
      name: 'otplib-in-app-alone',
      severity: 'error',
      from: { path: `${bff}/`, pathNot: [tests, `${bff}/authenticators/app/`] },
      to: { path: 'node_modules/(otplib|@otplib)/' },
    },
    {
      name: 'libphonenumber-in-phone-alone',
      severity: 'error',
      from: { path: `${bff}/`, pathNot: [tests, `${bff}/authenticators/phone/`] },
      to: { path: 'node_modules/libphonenumber-js/' },
    },
    {
      name: 'webauthn-in-passkey-alone',
      severity: 'error',
      from: { path: `${bff}/`, pathNot: [tests, `${bff}/authenticators/passkey/`] },
      to: { path: 'node_modules/@simplewebauthn/' },
    },
    {
      name: 'no-verb-from-a-verb',
      comment: 'a verb is a flow that a route or a command calls; what two of them share stands in a file of its own',
      severity: 'error',
      from: { path: VERBS },
      to: { path: VERBS, dependencyTypesNot: ['type-only'] },
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
