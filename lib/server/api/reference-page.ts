import { hash } from "node:crypto";
import { scopes } from "#lib/access/api-keys/scopes.ts";
import type { AnyEndpoint } from "./endpoint.ts";
import { describeApi } from "./openapi.ts";

type Schema = {
  type?: string | string[];
  description?: string;
  properties?: { [name: string]: Schema };
  required?: string[];
  enum?: unknown[];
  default?: unknown;
  items?: Schema;
  anyOf?: Schema[];
  $ref?: string;
};
type Parameter = {
  name: string;
  in: string;
  required?: boolean;
  schema?: Schema;
  description?: string;
};
type Operation = {
  description?: string;
  parameters?: Parameter[];
  requestBody?: { content: { [type: string]: { schema: Schema } } };
  responses: {
    [status: string]: { description: string; content?: { [type: string]: { schema: Schema } } };
  };
};

const style = `
:root{color-scheme:light dark;--ink:light-dark(#17202a,#e6e9ee);--dim:light-dark(#55606e,#a2adba);--line:light-dark(#dfe3e8,#2c343f);--card:light-dark(#fff,#161b22);--page:light-dark(#f6f7f9,#0e1116);--link:light-dark(#1f5fbf,#7fb0ff)}
*{box-sizing:border-box}body{margin:0;font:15px/1.55 system-ui,sans-serif;color:var(--ink);background:var(--page)}
main{max-width:54rem;margin:0 auto;padding:2rem 1rem 4rem}h1{font-size:1.6rem}h2{margin-top:2.5rem;font-size:1.2rem}
a{color:var(--link)}article{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1rem 1.2rem;margin:1rem 0}
h3{margin:0 0 .2rem;font-size:1rem}p{margin:.4rem 0}code{overflow-wrap:anywhere}code,pre{font:13px/1.5 ui-monospace,monospace}
pre{background:var(--page);border:1px solid var(--line);border-radius:.4rem;padding:.7rem;overflow:auto}
table{border-collapse:collapse;width:100%;font-size:14px}th,td{text-align:left;vertical-align:top;padding:.35rem .6rem .35rem 0;border-top:1px solid var(--line)}th{font-weight:600;color:var(--dim)}
.dim{color:var(--dim)}.verb{font-weight:700}nav ul{columns:2;padding-left:1.1rem}@media(max-width:40rem){nav ul{columns:1}}`;

/** The API's reference for people: made of the same description, without scripts. */
export const referencePage = {
  policy: `default-src 'none'; style-src 'sha256-${hash("sha256", style, "base64")}'; frame-ancestors 'none'; base-uri 'none'`,
  html(endpoints: readonly AnyEndpoint[], server: string): string {
    const description = describeApi(endpoints, server);
    const paths = (description.paths ?? {}) as {
      [path: string]: { [verb: string]: Operation };
    }; /* as made just now */
    const schemas = (description.components?.schemas ?? {}) as { [name: string]: Schema };
    const tags = [...new Set(endpoints.map(({ tag }) => tag))];
    const sections = tags.map((tag) => {
      const mine = endpoints.filter((each) => each.tag === tag);
      const articles = mine.map((each) => {
        const operation = paths[each.path]?.[each.method.toLowerCase()];
        return operation === undefined ? "" : articleOf(each, operation, schemas, server);
      });
      return `<h2>${escapeHtml(tag)}</h2>${articles.join("")}`;
    });
    const links = endpoints.map(
      (each) => `<li><a href="#${escapeHtml(each.id)}">${escapeHtml(each.summary)}</a></li>`,
    );
    return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>API reference · Patchbay</title><style>${style}</style></head><body><main>
<h1>Patchbay API</h1>
<p>Talk to flows from a chatbot of your own, start runs, and script what the editor does.</p>
<p>Send a key with every request: <code>Authorization: Bearer pbk_…</code>. Keys are made in Patchbay under <a href="/api-keys">API keys</a>; a key may do what its scopes say, and never more than its maker. As OpenAPI 3.1: <a href="/api/v1/openapi.json">openapi.json</a>.</p>
<p>Errors are <code>application/problem+json</code>: decide by <code>code</code>, show <code>title</code> and <code>detail</code>. Lists have <code>nextCursor</code>; give it as <code>cursor</code> for the next page. A request with an <code>Idempotency-Key</code> is done once, however often it is sent within a day.</p>
<nav aria-label="Operations"><ul>${links.join("")}</ul></nav>
${sections.join("")}</main></body></html>`;
  },
};

function articleOf(
  each: AnyEndpoint,
  operation: Operation,
  schemas: { [name: string]: Schema },
  server: string,
): string {
  const [about = ""] = (operation.description ?? "").split("\n\nScope");
  const words = each.description === undefined ? "" : `<p>${inline(about)}</p>`;
  const body = operation.requestBody?.content["application/json"]?.schema;
  const answer = operation.responses[String(each.status)]?.content?.["application/json"]?.schema;
  const parameters = (operation.parameters ?? []).filter((each) => each.in !== "header");
  return `<article id="${escapeHtml(each.id)}"><h3>${escapeHtml(each.summary)}</h3>
<p><code><span class="verb">${each.method}</span> /api/v1${escapeHtml(each.path)}</code></p>${words}
<p class="dim">Scope <code>${each.scope}</code>: ${escapeHtml(scopes[each.scope].label.toLowerCase())}.</p>
${parameters.length === 0 ? "" : tableOf("Parameters", parameters.map(parameterRow))}
${body === undefined ? "" : tableOf("Body", rowsOf(body, schemas))}
<p><strong>Answer</strong> ${each.status}${statuses(each)}</p>
${answer === undefined ? "" : tableOf("", rowsOf(answer, schemas))}
<pre>${escapeHtml(curlOf(each, server))}</pre></article>`;
}

function statuses({ alsoStatus = {} }: AnyEndpoint): string {
  return Object.entries(alsoStatus)
    .map(([status, words]) => `; ${status}: ${inline(words)}`)
    .join("");
}

type Row = { name: string; type: string; about: string };

function parameterRow({ name, required, schema = {}, description }: Parameter): Row {
  const about = description ?? schema.description ?? "";
  return { name: required === true ? name : `${name}?`, type: typeOf(schema), about };
}

function rowsOf(schema: Schema, schemas: { [name: string]: Schema }): Row[] {
  const { properties = {}, required = [] } = lookUp(schema, schemas);
  return Object.entries(properties).map(([name, field]) => {
    const seen = lookUp(field, schemas);
    const preset = seen.default === undefined ? "" : ` Default ${JSON.stringify(seen.default)}.`;
    return {
      name: required.includes(name) ? name : `${name}?`,
      type: typeOf(field),
      about: `${seen.description ?? ""}${preset}`,
    };
  });
}

function lookUp(schema: Schema, schemas: { [name: string]: Schema }): Schema {
  const name = schema.$ref?.split("/").at(-1);
  return name === undefined ? schema : (schemas[name] ?? schema);
}

function typeOf(schema: Schema): string {
  if (schema.$ref !== undefined) return schema.$ref.split("/").at(-1) ?? "object";
  if (schema.enum !== undefined)
    return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(typeOf))].join(" | ");
  if (schema.type === "array") return `list of ${typeOf(schema.items ?? {})}`;
  if (Array.isArray(schema.type)) return schema.type.join(" | ");
  return schema.type ?? "anything";
}

function tableOf(title: string, rows: readonly Row[]): string {
  if (rows.length === 0) return "";
  const cells = rows.map(
    ({ name, type, about }) =>
      `<tr><td><code>${escapeHtml(name)}</code></td><td class="dim">${escapeHtml(type)}</td><td>${inline(about)}</td></tr>`,
  );
  const caption = title === "" ? "" : `<p><strong>${title}</strong></p>`;
  return `${caption}<table><thead><tr><th>Name</th><th>Type</th><th>What it is</th></tr></thead><tbody>${cells.join("")}</tbody></table>`;
}

function curlOf({ method, path, body }: AnyEndpoint, server: string): string {
  const verb = method === "GET" ? "" : ` -X ${method}`;
  const data = body === undefined ? "" : ` \\\n  -H "Content-Type: application/json" -d '{ … }'`;
  return `curl${verb} ${server}${path} \\\n  -H "Authorization: Bearer $PATCHBAY_KEY"${data}`;
}

/** Text with `code` in it. */
function inline(text: string): string {
  return escapeHtml(text).replaceAll(/`([^`]+)`/g, "<code>$1</code>");
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
