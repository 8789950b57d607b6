import { UserError } from "#lib/errors/user-error.ts";
import { type FlowDocument, flowDocument } from "./document.ts";
import type { JsonObject } from "./json.ts";
import { migrateDocument } from "./migrate-document.ts";

/** Where a document is wrong, as a path such as `nodes.3.name`, and how. */
export type DocumentIssue = { path: string; message: string };

/** Deeper nesting than any setting needs would only serve to exhaust the stack. */
const maxDepth = 60;

/**
 * Reads a document from storage, a request or a file: lifts older versions, checks its shape, and
 * that ids and keys are unique and edges join existing nodes. What it means to its nodes is the
 * linter's matter.
 *
 * @throws UserError `invalid_document`, with up to ten issues in `details.issues`
 */
export function parseDocument(input: unknown): FlowDocument {
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    throw refuse([{ path: "", message: "A flow document is a JSON object." }]);
  }
  if (isTooDeep(input, maxDepth)) {
    throw refuse([{ path: "", message: `Settings are nested more than ${maxDepth} levels deep.` }]);
  }
  const parsed = flowDocument.safeParse(migrateDocument(input as JsonObject /* checked by zod */));
  if (!parsed.success) {
    throw refuse(
      parsed.error.issues.map((issue) => ({
        path: issue.path.map(String).join("."),
        message: issue.message,
      })),
    );
  }
  const issues = [...findDuplicates(parsed.data), ...findLooseEdges(parsed.data)];
  if (issues.length > 0) throw refuse(issues);
  return parsed.data;
}

function refuse(issues: DocumentIssue[]): UserError {
  const first = issues[0];
  const where = first?.path ? ` at ${first.path}` : "";
  return new UserError(
    "invalid_document",
    `This is not a flow that Patchbay can read${where}: ${first?.message ?? "unknown reason"}`,
    {
      next: "Check that the text is complete and comes from Patchbay.",
      details: { issues: issues.slice(0, 10) },
    },
  );
}

function findDuplicates(document: FlowDocument): DocumentIssue[] {
  const issues: DocumentIssue[] = [];
  const check = (list: string, values: readonly string[], what: string) => {
    const seen = new Set<string>();
    values.forEach((value, index) => {
      if (seen.has(value)) {
        issues.push({ path: `${list}.${index}`, message: `The ${what} “${value}” is used twice.` });
      }
      seen.add(value);
    });
  };
  check(
    "nodes",
    [...document.nodes, ...document.notes].map(({ id }) => id),
    "id",
  );
  check(
    "nodes",
    document.nodes.map(({ key }) => key),
    "key",
  );
  check(
    "edges",
    document.edges.map(({ id }) => id),
    "id",
  );
  check(
    "variables",
    document.variables.map(({ name }) => name),
    "name",
  );
  return issues;
}

function findLooseEdges(document: FlowDocument): DocumentIssue[] {
  const ids = new Set(document.nodes.map(({ id }) => id));
  return document.edges.flatMap((edge, index) =>
    [edge.source, edge.target]
      .filter((end) => !ids.has(end))
      .map((end) => ({
        path: `edges.${index}`,
        message: `The edge points at a node that does not exist (“${end}”).`,
      })),
  );
}

function isTooDeep(value: unknown, left: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (left === 0) return true;
  return Object.values(value).some((child) => isTooDeep(child, left - 1));
}
