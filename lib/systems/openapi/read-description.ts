import { upgrade } from "@scalar/openapi-upgrader";
import { parse as parseYaml } from "yaml";
import { UserError } from "#lib/errors/user-error.ts";
import type { Description } from "../contract.ts";
import { isRaw, isText, type Raw } from "./compact-schema.ts";
import { findFlaws } from "./find-flaws.ts";
import { fittingKinds } from "./fitting-kinds.ts";
import { readOperation } from "./read-operation.ts";

const methods = ["get", "post", "put", "patch", "delete", "head", "options"];

/**
 * Reads an OpenAPI 3.0, 3.1 or Swagger 2 description, JSON or YAML. Takes seconds for the largest,
 * so it runs in a process of its own.
 *
 * @throws UserError `not_a_description`
 */
export async function readDescription(input: {
  text: string;
  url: string | null;
}): Promise<Description> {
  const raw = parse(input.text);
  const format = isText(raw.openapi) ? `OpenAPI ${raw.openapi}` : `Swagger ${String(raw.swagger)}`;
  const isSwagger = String(raw.swagger ?? "").startsWith("2.");
  if (!isSwagger && !/^3\.[012]\b/.test(String(raw.openapi ?? ""))) {
    throw refused("This is no OpenAPI 3 or Swagger 2 description: it does not name its version.");
  }
  if (!isRaw(raw.paths))
    throw refused("The description names no paths, so there is nothing to call.");
  const flaws = await findFlaws(raw);
  const document = isSwagger ? lift(raw, input.url) : raw;
  const info = asRaw(document.info);
  const schemes = readSchemes(document);
  const server = readServer(document.servers, input.url);
  const described = { title: text(info.title, "A system"), version: text(info.version, "") };
  const operations = readPaths(document, server, schemes, input.url);
  if (operations.length === 0) throw refused("The description has no operations to call.");
  const connectionKinds = [
    ...new Set(operations.flatMap((each) => each.operation.connectionKinds)),
  ];
  return { ...described, format, server, flaws, connectionKinds, operations };
}

function parse(source: string): Raw {
  const trimmed = source.trimStart();
  let value: unknown;
  try {
    value = trimmed.startsWith("{")
      ? JSON.parse(trimmed)
      : // Aliases can be nested until they fill the memory; a description needs few.
        parseYaml(source, { maxAliasCount: 100, logLevel: "silent" });
  } catch (error) {
    const why = error instanceof Error ? error.message.split("\n", 1)[0] : "";
    throw refused(`The text is neither JSON nor YAML: ${why?.slice(0, 160)}`);
  }
  if (isRaw(value)) return value;
  throw refused("This is no description of a system.");
}

function lift(raw: Raw, url: string | null): Raw {
  // A Swagger 2 description without a host is reached where it was found (its specification, `host`).
  const found = url === null ? null : URL.parse(url);
  const host = isText(raw.host) ? {} : found === null ? {} : { host: found.host };
  const schemes =
    Array.isArray(raw.schemes) || found === null ? {} : { schemes: [found.protocol.slice(0, -1)] };
  return asRaw(upgrade({ ...raw, ...host, ...schemes }, "3.1"));
}

function readPaths(
  document: Raw,
  server: string,
  schemes: { [name: string]: Raw },
  url: string | null,
): Description["operations"] {
  const found: Description["operations"] = [];
  const keys = new Set<string>();
  for (const [path, value] of Object.entries(asRaw(document.paths))) {
    const item = asRaw(value);
    for (const method of methods) {
      const raw = item[method];
      if (!isRaw(raw)) continue;
      const wanted = isText(raw.operationId) ? raw.operationId : `${method} ${path}`;
      const key = keys.has(wanted) ? `${method} ${path}` : wanted;
      keys.add(key);
      const servers = raw.servers ?? item.servers;
      const operation = readOperation(key.slice(0, 300), method, path, raw, {
        ...{ document, shared: item.parameters },
        server: servers === undefined ? server : readServer(servers, url),
        connectionKinds: fittingKinds(raw.security ?? document.security, schemes),
      });
      const tag = Array.isArray(raw.tags) ? text(raw.tags[0], "") : "";
      found.push({ tag, operation });
    }
  }
  return found;
}

/** The first server's address, its variables filled in with their defaults, complete. */
function readServer(servers: unknown, url: string | null): string {
  const first = asRaw(Array.isArray(servers) ? servers[0] : undefined);
  const variables = asRaw(first.variables);
  const written = text(first.url, "/").replaceAll(/\{([^{}]+)\}/g, (whole, name: string) => {
    const value = asRaw(variables[name]).default;
    return value === undefined ? whole : String(value);
  });
  if (/^https?:\/\//i.test(written)) return written.replace(/\/+$/, "");
  const complete = url === null ? null : URL.parse(written, url);
  return complete === null ? "" : complete.href.replace(/\/+$/, "");
}

function readSchemes(document: Raw): { [name: string]: Raw } {
  const listed = asRaw(asRaw(document.components).securitySchemes);
  return Object.fromEntries(Object.entries(listed).map(([name, each]) => [name, asRaw(each)]));
}

function refused(message: string): UserError {
  return new UserError("not_a_description", message, {
    next: "Use the address, file or text of an OpenAPI 3 or Swagger 2 description, as JSON or YAML.",
  });
}

const asRaw = (value: unknown): Raw => (isRaw(value) ? value : {});
const text = (value: unknown, otherwise: string) =>
  isText(value) ? value.slice(0, 300) : otherwise;
