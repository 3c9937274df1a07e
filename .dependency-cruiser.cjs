/**
 * Which file may import which. The file's name tells its layer (rules.ts, queries.ts, …), and arrows point one way:
 * app -> components -> hooks -> contract -> schema, and app -> commands -> queries -> rules -> schema.
 */

const TEST = "\\.(test|spec)\\.tsx?$";
const TESTING = `^lib/testing/|^lib/[^.]+/testing/|^e2e/|${TEST}`;
/** Decisions and codecs: no clock, no randomness, no database, no framework. */
const PURE = [
  "^lib/(core|time)/",
  "^lib/.+/(schema|rules|csv|ics|policy)\\.ts$",
  // Parts of those that grew too long for one file.
  "^lib/calendar/(zone|links|event-links)\\.ts$",
  "^lib/transfer/(cell|continues|months|read|sheet|text)\\.ts$",
  "^lib/transfer/(formats|understand)/",
  "^lib/transfer/write/(escape|files|json|markdown|of|quarto)\\.ts$",
  "^lib/schedule/(changes|lines|match|wanted)\\.ts$",
  "^lib/schedule/(edit/apply|uses/text)\\.ts$",
].join("|");
const DATABASE = "^lib/db/|^prisma/";

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "nothing-unresolved",
      severity: "error",
      from: {},
      // The generated client is absent in a fresh checkout, and styles are not modules.
      to: { couldNotResolve: true, pathNot: "^lib/db/generated|\\.css$|^server-only$" },
    },
    {
      name: "lib-knows-no-screens",
      comment: "lib is what screens are made from, and the worker and the commands run without any.",
      severity: "error",
      from: { path: "^lib/", pathNot: TESTING },
      to: { path: "^(app|components)/" },
    },
    {
      name: "components-know-no-routes",
      severity: "error",
      from: { path: "^components/", pathNot: TESTING },
      to: { path: "^app/" },
    },
    {
      name: "components-read-through-hooks",
      comment: "A component gets its data from a page or a hook; queries and commands are for the server.",
      severity: "error",
      from: { path: "^components/", pathNot: TESTING },
      to: {
        path: "^(lib|prisma|emails)/",
        pathNot: `${PURE}|^lib/.+/(hooks|contract)\\.tsx?$|^lib/api/(client|post)\\.ts$`,
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "ui-knows-no-domain",
      comment: "Could it ship in a different product? If not, it belongs to a noun's folder.",
      severity: "error",
      from: { path: "^components/ui/", pathNot: TESTING },
      to: { path: "^(lib|components|emails|prisma)/", pathNot: "^components/ui/|^lib/(core|time)/" },
    },
    {
      name: "pure-stays-pure",
      severity: "error",
      from: { path: PURE, pathNot: TESTING },
      to: { path: "^(lib|app|components|emails|prisma)/", pathNot: PURE, dependencyTypesNot: ["type-only"] },
    },
    {
      name: "pure-uses-no-system",
      severity: "error",
      from: { path: PURE, pathNot: TESTING },
      to: { dependencyTypes: ["core"], pathNot: "^(node:)?(crypto|url|util)$" },
    },
    {
      name: "pure-uses-no-framework",
      severity: "error",
      from: { path: PURE, pathNot: TESTING },
      to: { path: "node_modules/(next|next-auth|react|react-dom|@prisma|prisma|pg|pg-boss|nodemailer)/" },
    },
    {
      name: "contract-before-handlers",
      severity: "error",
      from: { path: "^lib/.+/(contract|hooks)\\.tsx?$", pathNot: TESTING },
      to: { path: `^lib/.+/(queries|commands|router|jobs)\\.ts$|${DATABASE}` },
    },
    {
      name: "queries-before-commands",
      severity: "error",
      from: { path: "^lib/.+/queries\\.ts$", pathNot: TESTING },
      to: { path: "^lib/.+/(commands|router|jobs|hooks)\\.tsx?$" },
    },
    {
      name: "commands-before-routers",
      severity: "error",
      from: { path: "^lib/.+/commands\\.ts$", pathNot: TESTING },
      to: { path: "^lib/.+/(router|jobs|hooks|contract)\\.tsx?$" },
    },
    {
      name: "one-door-to-the-mail-server",
      comment: "What is sent is decided, recorded and fenced in lib/notices.",
      severity: "error",
      from: { path: "^(app|components|lib|emails|prisma)/", pathNot: `^lib/notices/|${TESTING}` },
      to: { path: "node_modules/nodemailer/" },
    },
    {
      name: "one-door-to-the-database",
      comment: "Only queries, commands and lib/db know Prisma; others pass its client on as `Db`.",
      severity: "error",
      from: {
        path: "^(app|components|lib|emails)/",
        pathNot: `^lib/db/|^lib/.+/(queries|commands)\\.ts$|${TESTING}`,
      },
      to: { path: "^lib/db/generated|node_modules/(@prisma|prisma)/" },
    },
    {
      name: "few-raw-connections",
      comment: "LISTEN and the rate limiter need a connection of their own, which Prisma does not give.",
      severity: "error",
      from: {
        path: "^(app|components|lib|emails)/",
        pathNot: `^lib/(db/.+|web/server|jobs/listen|auth/limits)\\.ts$|${TESTING}`,
      },
      to: { path: "node_modules/pg/" },
    },
    {
      name: "emails-are-a-leaf",
      severity: "error",
      from: { path: "^emails/", pathNot: TESTING },
      to: { path: "^(app|components|lib|prisma)/", pathNot: "^lib/(core|time)/" },
    },
    {
      name: "emails-use-react-email",
      severity: "error",
      from: { path: "^emails/", pathNot: TESTING },
      to: { path: "node_modules/", pathNot: "node_modules/(@react-email|react|@types/react)/" },
    },
    {
      name: "tests-are-not-for-use",
      severity: "error",
      from: { path: "^(app|components|lib|emails|prisma)/", pathNot: TESTING },
      to: { path: TESTING },
    },
    {
      name: "no-development-packages",
      comment: "What runs in production is in dependencies; the processes around it and the tests may use the others.",
      severity: "error",
      from: {
        path: "^(app|components|lib|emails)/",
        pathNot: `^lib/cli/(browser-stage|stages|test|check)\\.ts$|${TESTING}`,
      },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"], pathNot: "node_modules/@types/" },
    },
    {
      name: "supervisor-is-for-the-command-line",
      severity: "error",
      from: { path: "^(app|components|emails|lib)/", pathNot: `^lib/cli/|${TESTING}` },
      to: { path: "^lib/cli/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^lib/db/generated/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      mainFields: ["module", "main", "types"],
    },
    skipAnalysisNotInRules: true,
  },
};
