import { OpenAPIBackend, type Request } from "openapi-backend";
import qs from "qs";
import type { FilePort } from "#lib/files/contract.ts";
import { exampleCall } from "./example-call.fixture.ts";
import { readDescription } from "./openapi/read-description.ts";
import { buildCall } from "./request/build-call.ts";

export type Judgement = {
  operations: number;
  accepted: number;
  refused: { key: string; why: string }[];
};

const noFiles: FilePort = {
  save: () => Promise.reject(new Error("there is no storage")),
  open: () => Promise.reject(new Error("there is no file")),
};
const form = "application/x-www-form-urlencoded";

/**
 * Makes a form and a request of every operation (of the first `most`), filled in with the
 * description's examples or made-up values, and has openapi-backend, which knows nothing of our
 * code, judge each against the description itself.
 */
export async function judgeOperations(text: string, most = Infinity): Promise<Judgement> {
  const { operations } = await readDescription({ text, url: null });
  // A form holds texts alone, so only there a text may stand for a number.
  const judges = { json: await openJudge(text, false), form: await openJudge(text, true) };
  const judged = operations.slice(0, most);
  const refused: Judgement["refused"] = [];
  for (const { operation } of judged) {
    try {
      const { method, url, headers, body } = await buildCall(exampleCall(operation), "", noFiles);
      const { pathname, search } = new URL(url);
      const base = new URL(operation.server).pathname.replace(/\/$/, "");
      const request: Request = {
        ...{ method, path: pathname.slice(base.length), headers },
        query: qs.parse(search.slice(1), { depth: 20 }) as Request["query"], // texts, lists, objects
      };
      const isForm = headers["content-type"] === form;
      if (typeof body === "string") {
        request.body = isForm ? qs.parse(body, { depth: 20 }) : body;
        if (isForm) request.headers["content-type"] = "application/json";
      }
      const { errors } = judges[isForm ? "form" : "json"].validateRequest(request, operation.key);
      const [first] = errors ?? [];
      if (first)
        refused.push({ key: operation.key, why: `${first.instancePath} ${first.message}` });
    } catch (error) {
      refused.push({ key: operation.key, why: error instanceof Error ? error.message : "?" });
    }
  }
  return { operations: judged.length, accepted: judged.length - refused.length, refused };
}

async function openJudge(text: string, coerceTypes: boolean): Promise<OpenAPIBackend> {
  const judge = new OpenAPIBackend({
    definition: withFormsAsJson(JSON.parse(text)),
    ...{ quick: true, coerceTypes: true },
    ajvOpts: { coerceTypes, strict: false, validateFormats: false, logger: false },
  });
  await judge.init();
  return judge;
}

type Described = {
  paths: {
    [path: string]: {
      [method: string]: { requestBody?: { content?: { [type: string]: unknown } } };
    };
  };
};

/** The judge looks into JSON bodies only: what a form may hold is told to it as that. */
function withFormsAsJson(
  definition: Described & { openapi: "3.0.0"; info: { title: string; version: string } },
) {
  for (const item of Object.values(definition.paths)) {
    for (const operation of Object.values(item)) {
      const content = operation.requestBody?.content;
      if (content?.[form] !== undefined) content["application/json"] ??= content[form];
    }
  }
  return definition as never; // its own types want each field spelt out; it is the description as it is
}
