import { z } from "zod";
import { UserError } from "#lib/errors/user-error.ts";
import type { FlowDocument, FlowNode } from "#lib/flow/document.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import { mapText } from "#lib/flow/map-text.ts";
import type { Fields } from "#lib/nodes/fields.ts";
import type { Template, TemplateParameter, TemplateValues } from "./template.ts";

type Options = {
  /** The settings' fields of a type of step, which tell where text is JSON or XML. */
  fieldsOf: (type: string) => Fields | undefined;
  /** What the steps are to remember as their origin; without it, nothing. */
  origin?: { template: string; version: number };
};

const token = /\[\[([a-z][a-z0-9_]{0,39})\]\]/g;

/**
 * The template's document with what somebody has chosen: parameters inserted in every setting, in the
 * way of the setting (as part of a JSON or XML text), connections in their places.
 *
 * @throws UserError `invalid_input`, with an issue for each parameter and connection that is missing
 *   or does not fit
 */
export function fillTemplate(
  template: Pick<Template, "document" | "parameters" | "connections">,
  values: TemplateValues,
  { fieldsOf, origin }: Options,
): FlowDocument {
  const issues = [
    ...template.parameters.flatMap((parameter) => issueOf(parameter, values)),
    ...template.connections.flatMap(({ ref, label, required }) =>
      required && !values.connections[ref]
        ? [{ path: `connections.${ref}`, message: `Choose a connection for “${label}”.` }]
        : [],
    ),
  ];
  if (issues.length > 0) {
    throw new UserError("invalid_input", issues[0]?.message ?? "Something is missing.", {
      details: { issues },
    });
  }
  const chosen = new Map(template.parameters.map((one) => [one.key, readValue(one, values)]));
  const insert = (text: string, write: (value: string) => string = (value) => value) =>
    text.replace(token, (whole, key: string) => {
      const value = chosen.get(key);
      return value === undefined ? whole : write(value);
    });
  const connectionOf = (ref: string | null) =>
    ref === null ? null : (values.connections[ref] ?? null);
  const { document } = template;
  const nodes = document.nodes.map((node): FlowNode => {
    const { origin: _origin, ...rest } = node;
    return {
      ...rest,
      config: fillConfig(node.config, fieldsOf(node.type) ?? {}, insert),
      connectionId: connectionOf(node.connectionId),
      backupConnectionId: connectionOf(node.backupConnectionId),
      ...(origin !== undefined && { origin }),
    };
  });
  const texts = <T extends JsonObject>(value: T): T => mapText(value, (text) => insert(text)) as T;
  return {
    ...document,
    nodes,
    notes: document.notes.map((note) => ({ ...note, text: insert(note.text) })),
    variables: document.variables.map((variable) => ({
      ...variable,
      ...texts({ initial: variable.initial }),
    })),
    settings: texts(document.settings),
  };
}

function fillConfig(
  config: JsonObject,
  fields: Fields,
  insert: (text: string, write?: (value: string) => string) => string,
): JsonObject {
  const entries = Object.entries(config).map(([key, value]): [string, Json] => {
    const field = fields[key];
    const write =
      field?.kind === "json"
        ? inJson
        : field?.kind === "text" && field.inserts === "xml"
          ? inXml
          : undefined;
    return [key, mapText({ value }, (text) => insert(text, write)).value ?? null];
  });
  return Object.fromEntries(entries);
}

/** Between the quotes of a JSON text. */
const inJson = (value: string): string => JSON.stringify(value).slice(1, -1);

const inXml = (value: string): string =>
  value.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

function readValue(parameter: TemplateParameter, { parameters }: TemplateValues): string {
  const value = (parameters[parameter.key] ?? parameter.initial).trim();
  return parameter.kind === "url" ? value.replace(/\/+$/, "") : value;
}

const address = z.url({ protocol: /^https?$/ });

function issueOf(parameter: TemplateParameter, values: TemplateValues) {
  const value = readValue(parameter, values);
  const message = complaint(parameter, value);
  return message === undefined ? [] : [{ path: `parameters.${parameter.key}`, message }];
}

function complaint({ kind, label, required, options }: TemplateParameter, value: string) {
  if (value === "") return required ? `“${label}” is missing.` : undefined;
  // An expression is filled in by the run.
  if (value.includes("{{")) return undefined;
  switch (kind) {
    case "url":
      return address.safeParse(value).success
        ? undefined
        : `“${label}” is no web address, such as https://api.example.com.`;
    case "email":
      return z.email().safeParse(value).success ? undefined : `“${label}” is no e-mail address.`;
    case "number":
      return Number.isFinite(Number(value)) ? undefined : `“${label}” is no number.`;
    case "choice":
      return options.includes(value) ? undefined : `“${label}” is none of the choices.`;
    default:
      return undefined;
  }
}
