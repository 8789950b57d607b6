import { z } from "zod";
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
} from "zod-openapi";
import { scopes } from "#lib/access/api-keys/scopes.ts";
import type { AnyEndpoint } from "./endpoint.ts";

const problem = z
  .object({
    type: z.string(),
    title: z.string().meta({ description: "What is wrong, in plain words." }),
    status: z.number().int(),
    code: z.string().meta({ description: "Stable: decide by it." }),
    detail: z.string().optional().meta({ description: "What to do next." }),
    issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    problems: z
      .array(
        z.object({
          code: z.string(),
          message: z.string(),
          nodeId: z.string().nullable(),
          field: z.string().nullable(),
        }),
      )
      .optional(),
    requestId: z.string(),
  })
  .meta({ id: "Problem", description: "RFC 9457, with Patchbay's codes." });

const idempotencyKey = z.string().max(200).optional().meta({
  description: "Repeating the request with the same key within a day repeats the answer.",
});

/** The OpenAPI 3.1 description of these endpoints, made of the schemas that check them. */
export function describeApi(endpoints: readonly AnyEndpoint[], server: string) {
  const paths: ZodOpenApiPathsObject = {};
  for (const each of endpoints) {
    paths[each.path] = { ...paths[each.path], [each.method.toLowerCase()]: operationOf(each) };
  }
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: "Patchbay",
      version: "1",
      description:
        "Talk to flows from a chatbot of your own, start runs, and script what the editor does. Keys are made under “API keys”; a key may never do more than its maker.",
    },
    servers: [{ url: server }],
    security: [{ key: [] }],
    tags: [...new Set(endpoints.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: { securitySchemes: { key: { type: "http", scheme: "bearer" } } },
  });
}

function operationOf(each: AnyEndpoint): ZodOpenApiOperationObject {
  const needs = `Scope \`${each.scope}\`: ${scopes[each.scope].label.toLowerCase()}.`;
  return {
    operationId: each.id,
    tags: [each.tag],
    summary: each.summary,
    description: each.description === undefined ? needs : `${each.description}\n\n${needs}`,
    requestParams: {
      ...(each.params !== undefined && { path: each.params }),
      ...(each.query !== undefined && { query: each.query }),
      ...(each.method !== "GET" && {
        header: z.object({ "Idempotency-Key": idempotencyKey }),
      }),
    },
    ...(each.body !== undefined && {
      requestBody: { content: { "application/json": { schema: each.body } } },
    }),
    responses: {
      [String(each.status)]: answerOf(each, "Done."),
      ...Object.fromEntries(
        Object.entries(each.alsoStatus ?? {}).map(([status, words]) => [
          status,
          Number(status) < 400 ? answerOf(each, words) : problemOf(words),
        ]),
      ),
      default: problemOf("It was not done."),
    },
  };
}

function answerOf({ answer }: AnyEndpoint, description: string) {
  return answer === undefined
    ? { description }
    : { description, content: { "application/json": { schema: answer } } };
}

function problemOf(description: string) {
  return { description, content: { "application/problem+json": { schema: problem } } };
}
