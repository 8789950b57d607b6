import { UserError } from "#lib/errors/user-error.ts";
import { type FlowNode, flowDocument } from "#lib/flow/document.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import type { SaveTemplate } from "./contract.ts";
import { type Stripped, stripSecrets } from "./strip-secrets.ts";
import type { ConnectionSlot, Template, TemplateParameter } from "./template.ts";

type Known = { id: string; name: string; kind: string };

/**
 * Makes a template of a flow, or of steps of one: connections become places for others of their kind,
 * chosen variables become what it asks for.
 *
 * @throws UserError `invalid_document`
 */
export function makeTemplate(
  { document: raw, asked, ...described }: SaveTemplate,
  connections: readonly Known[],
  needsConnection: (type: string) => boolean,
): { template: Omit<Template, "version">; stripped: Stripped[] } {
  const parsed = flowDocument.safeParse(raw);
  if (!parsed.success || parsed.data.nodes.length === 0) {
    throw new UserError("invalid_document", "There are no steps to make a template of.", {
      next: "Select some steps, or save the whole flow.",
    });
  }
  const document = parsed.data;
  const slots: ConnectionSlot[] = [];
  const refs = new Map<string, string>();
  const refOf = (id: string | null, required: boolean): string | null => {
    const known = connections.find((one) => one.id === id);
    if (known === undefined) return null;
    const ref = refs.get(known.id) ?? `connection-${refs.size + 1}`;
    const slot = slots.find((one) => one.ref === ref);
    if (slot !== undefined) slot.required ||= required;
    else slots.push({ ref, label: known.name, help: "", kinds: [known.kind], required });
    refs.set(known.id, ref);
    return ref;
  };
  const stripped: Stripped[] = [];
  const nodes = document.nodes.map((node): FlowNode => {
    const clean = stripSecrets(node);
    stripped.push(...clean.stripped);
    const { origin: _origin, ...rest } = clean.node;
    return {
      ...rest,
      connectionId: refOf(node.connectionId, needsConnection(node.type)),
      backupConnectionId: refOf(node.backupConnectionId, false),
    };
  });
  const parameters: TemplateParameter[] = [];
  const variables = document.variables.map((variable) => {
    const key = variable.name.toLowerCase();
    const { initial, description } = variable;
    const plain = initial === null || typeof initial === "string" || typeof initial === "number";
    if (!asked.includes(variable.name) || !plain) return variable;
    parameters.push({
      key,
      label: variable.name.replaceAll("_", " "),
      help: description,
      kind: typeof initial === "number" ? "number" : "text",
      ...{ options: [], placeholder: "", initial: String(initial ?? ""), required: true },
    });
    return { ...variable, initial: `[[${key}]]` };
  });
  const template = {
    ...({ patchbay: "template", format: 1 } as const),
    ...described,
    ...{ parameters, connections: slots },
    document: { ...document, nodes, variables, settings: ownSettings(document.settings) },
  };
  return { template, stripped };
}

/** Websites that may embed the chat are the installation's own affair. */
function ownSettings<T extends JsonObject & { chat: JsonObject }>(settings: T): T {
  return { ...settings, chat: { ...settings.chat, allowedOrigins: [] } };
}
