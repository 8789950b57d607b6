// Who may import whom. The reasons stand in the README under "Architecture".
const area = (name) => `^lib/${name}/`;
const outside = (...allowed) => ({
  path: "^(lib|components|app)/",
  pathNot: [...allowed.map((name) => (name.includes("/") ? `^${name}` : area(name)))],
});
const servers = "^(lib/(db|queue|engine|runs|server|webhooks|offload|http)/|lib/nodes/(executors\\.ts|[^/]+/execute))";

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-orphaned-import",
      comment: "An import that resolves to nothing.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: ["^lib/db/generated", "^next/", "^#lib/db/generated"] },
    },
    { name: "errors-import-nothing", severity: "error", from: { path: area("errors"), pathNot: "\\.test\\.ts$" }, to: outside("errors") },
    { name: "flow-is-pure", severity: "error", from: { path: area("flow"), pathNot: "\\.test\\.ts$" }, to: outside("errors", "flow", "template") },
    { name: "template-is-pure", severity: "error", from: { path: area("template"), pathNot: "\\.test\\.ts$" }, to: outside("errors", "template", "lib/flow/json") },
    {
      name: "pure-means-no-platform",
      severity: "error",
      from: { path: "^lib/(errors|flow|template)/", pathNot: "\\.test\\.ts$" },
      to: { path: "^(node:|react|pg|undici|next)|node_modules/(react|pg|undici|next)/" },
    },
    {
      name: "definitions-run-in-the-browser",
      severity: "error",
      from: { path: "^lib/nodes/([^/]+/definition|catalog|fields|contract|ports)", pathNot: "\\.test\\.ts$" },
      to: { path: servers },
    },
    {
      name: "executors-reach-nothing-but-their-context",
      severity: "error",
      from: { path: "^lib/nodes/([^/]+)/execute", pathNot: "\\.test\\.ts$" },
      to: { path: "^lib/(db|queue|engine|runs|server|chat|connections|access)/" },
    },
    {
      name: "nodes-know-no-other-node",
      severity: "error",
      from: { path: "^lib/nodes/([^/]+)/.+", pathNot: "\\.test\\.ts$" },
      to: { path: "^lib/nodes/[^/]+/.+", pathNot: "^lib/nodes/($1|hook-sender)/" },
    },
    {
      name: "engine-knows-no-database-and-no-node",
      severity: "error",
      from: { path: area("engine"), pathNot: "\\.test\\.ts$" },
      to: outside("errors", "flow", "template", "engine"),
    },
    {
      name: "components-stay-in-the-browser",
      severity: "error",
      from: { path: "^components/", pathNot: "\\.test\\.ts$" },
      to: { path: servers, reachable: true },
    },
    {
      name: "components-import-no-service",
      severity: "error",
      from: { path: "^components/", pathNot: "\\.test\\.ts$" },
      to: { path: "^lib/(db|queue|engine|server|access/(action|page|route)|flow-store/flow-store|offload|http)" },
    },
    { name: "nobody-imports-app", severity: "error", from: { path: "^(lib|components)/" }, to: { path: "^app/" } },
    { name: "lib-imports-no-component", severity: "error", from: { path: "^lib/" }, to: { path: "^components/" } },
    {
      name: "only-the-server-composes",
      severity: "error",
      from: { path: "^(lib|components|app)/", pathNot: ["^lib/server/", "\\.test\\.ts$"] },
      to: { path: "^lib/server/(?!services\\.ts)" },
    },
    {
      name: "one-way-out",
      comment: "Only the guarded clients, the database and our own listeners may open a socket.",
      severity: "error",
      from: { path: "^(lib|components|app)/", pathNot: ["^lib/(http|mail|db|server)/", "\\.(test|fixture)\\.ts$"] },
      to: { path: "^(node:)?(net|tls|http|https|http2|dgram|dns)(/promises)?$|node_modules/(undici|nodemailer)/" },
    },
  ],
  options: {
    // Types may be shared freely: only what runs counts.
    tsPreCompilationDeps: false,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^lib/db/generated|\\.css$" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "require", "node", "default"] },
  },
};
