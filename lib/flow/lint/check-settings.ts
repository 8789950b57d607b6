import type { FlowNode } from "../document.ts";
import type { Json } from "../json.ts";
import type { Problem } from "../problem.ts";
import { type LintContext, type LintField, problem } from "./context.ts";
import { isObject, type Setting, visitSettings } from "./visit-settings.ts";

/** Settings that are empty although the node needs them, or fixed values that cannot be right. */
export function checkSettings({ known }: LintContext): Problem[] {
  return [...known.values()].flatMap(({ node, definition }) =>
    node.disabled
      ? []
      : [
          ...visitSettings(node, definition).flatMap((setting) => checkSetting(node, setting)),
          ...(definition.missing?.(node.config) ?? []).map(({ field, label }) =>
            problem("error", "missing_setup", `“${node.name}” needs “${label}”.`, {
              ...{ nodeId: node.id, field },
            }),
          ),
        ],
  );
}

function checkSetting(node: FlowNode, setting: Setting): Problem[] {
  const { field, path, value } = setting;
  // A row that is switched off is not sent.
  if (isEmpty(setting)) {
    if (!field.required || isInOffRow(node, path) || hasInstead(node, field)) return [];
    const message = `“${node.name}” needs “${field.label}”.`;
    return [problem("error", "missing_setup", message, { nodeId: node.id, field: path })];
  }
  if (typeof value === "string" && (value.includes("{{") || value.includes("{%"))) return [];
  const complaint = complaintAbout(setting);
  if (complaint === null) return [];
  const message = `“${field.label}” of “${node.name}” ${complaint}.`;
  return [problem("error", "invalid_value", message, { nodeId: node.id, field: path })];
}

function hasInstead({ config }: FlowNode, { requiredUnless = [] }: LintField): boolean {
  return requiredUnless.some((name) => {
    const value = config[name];
    return typeof value === "string" && value.trim() !== "";
  });
}

function isEmpty({ field, value }: Setting): boolean {
  if (field.kind === "address") return false;
  if (field.kind === "api-call") return !isObject(value) || !isObject(value.operation);
  if (field.kind === "rules") return !hasRule(value);
  if (value === undefined || value === null) return true;
  if (typeof value === "string") return value.trim() === "";
  return Array.isArray(value) && value.length === 0;
}

function hasRule(value: Json | undefined): boolean {
  const rules = isObject(value) ? value.rules : undefined;
  if (!Array.isArray(rules) || rules.length === 0) return false;
  return rules.every(
    (rule) => isObject(rule) && typeof rule.left === "string" && rule.left.trim() !== "",
  );
}

function isInOffRow(node: FlowNode, path: string): boolean {
  const [list, index] = path.split(".");
  const rows = list === undefined ? undefined : node.config[list];
  const row = Array.isArray(rows) ? rows[Number(index)] : undefined;
  return isObject(row) && row.enabled === false;
}

function complaintAbout({ field, value }: Setting): string | null {
  if (field.kind === "number") return complaintAboutNumber(Number(value), field.min, field.max);
  if (typeof value !== "string") return null;
  if (field.kind === "json" && !isJson(value)) return "is not valid JSON";
  if (field.format === "url" && !isWebAddress(value)) {
    return "is not a web address such as https://example.com";
  }
  if (field.format === "https-url" && URL.parse(value.trim())?.protocol !== "https:") {
    return "is not a web address that starts with https://";
  }
  if (field.format === "email" && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value.trim())) {
    return "is not an e-mail address";
  }
  return null;
}

function complaintAboutNumber(value: number, min = -Infinity, max = Infinity): string | null {
  if (Number.isNaN(value)) return "is not a number";
  if (value < min) return `is below ${min.toLocaleString("en")}`;
  return value > max ? `is above ${max.toLocaleString("en")}` : null;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function isWebAddress(text: string): boolean {
  const url = URL.parse(text.trim());
  return url !== null && (url.protocol === "http:" || url.protocol === "https:");
}
