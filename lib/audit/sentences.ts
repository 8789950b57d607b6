import type { AuditRow } from "#lib/db/audit/list-entries.ts";

/**
 * What each action that is put on record says to people. `{actor}` and `{target}` stand for names;
 * `{before.x}` and `{after.x}` for what the entry holds. Every action has its line here.
 */
export const sentences: Readonly<Record<string, string>> = {
  "account.create": "The account of {target} was created",
  "account.name": "{actor} is called {target} from now on",
  "account.password": "{actor} changed their password",
  "account.password-reset": "{target} set a new password with a link",
  "account.reset-link": "{actor} made a link for a new password of {target}",
  "audit.export": "{actor} exported the audit log ({after.format})",
  "audit.prune":
    "{actor} removed {after.removed} audit entries that were older than the workspace keeps",
  "audit.retention": "{actor} set how long audit entries are kept to {after.days} days",
  "audit.stream": "{actor} had audit entries sent to {target}",
  "audit.stream-remove": "{actor} ended the sending of audit entries to {target}",
  "audit.stream-secret": "{actor} made a new signing secret for audit entries",
  "connection.create": "{actor} made the connection {target}",
  "connection.delete": "{actor} deleted the connection {target}",
  "connection.restore": "{actor} brought the connection {target} back",
  "connection.test": "{actor} tested the connection {target}",
  "connection.update": "{actor} changed the connection {target}",
  "conversation.answer": "{actor} answered {target} in the flow’s place",
  "conversation.close": "{actor} closed the conversation with {target}",
  "conversation.delete": "{actor} deleted the conversation with {target}",
  "conversation.download": "{actor} downloaded the conversation with {target}",
  "conversation.hand-back": "{actor} handed the conversation with {target} back to its flow",
  "conversation.take-over": "{actor} took the conversation with {target} over",
  "flow.address": "{actor} changed the chat address of {target} to {after.slug}",
  "flow.create": "{actor} made the flow {target}",
  "flow.delete": "{actor} deleted the flow {target}",
  "flow.edit": "{actor} edited the draft of {target}",
  "flow.grants": "{actor} changed who may work on {target}",
  "flow.organise": "{actor} changed folder or tags of {target}",
  "flow.publish": "{actor} published {target} (version {after.version})",
  "flow.rename": "{actor} renamed {before.name} to {target}",
  "flow.restore": "{actor} brought the flow {target} back",
  "flow.unpublish": "{actor} took {target} off the air",
  "invitation.create": "{actor} invited {target} ({after.role})",
  "invitation.revoke": "{actor} revoked the invitation of {target}",
  "member.join": "{target} joined the workspace ({after.role})",
  "member.leave": "{target} left the workspace",
  "member.remove": "{actor} removed {target} from the workspace",
  "member.role": "{actor} changed the role of {target} to {after.role}",
  "run.cancel": "{actor} cancelled a run of {target}",
  "run.repeat": "{actor} ran {target} again with the same input",
  "runs.cancel-flow": "{actor} cancelled all runs of {target}",
  "runs.dismiss": "{actor} dismissed failed runs ({after.count})",
  "runs.limits": "{actor} changed the limits of runs",
  "runs.pause": "{actor} paused the workspace’s runs",
  "runs.redrive": "{actor} ran failed runs again ({after.count})",
  "runs.resume": "{actor} let the workspace’s runs go on",
  "session.refused": "A sign-in as {target} was refused: wrong password",
  "session.revoke": "{actor} signed out one of their browsers",
  "session.revoke-others": "{actor} signed out everywhere else",
  "session.sign-in": "{actor} signed in",
  "session.sign-out": "{actor} signed out",
  "session.workspace": "{actor} switched to the workspace {target}",
  "workspace.create": "{actor} made the workspace {target}",
  "workspace.transfer": "{actor} handed the workspace over to {target}",
};

/** Names that stand in quotation marks: people call them anything. People themselves go without. */
const quoted = new Set(["flow", "connection", "run", "conversation", "workspace"]);

/** An entry in plain words, its target's name apart so that it can be a link. */
export function sentenceOf(row: AuditRow): { before: string; target: string; after: string } {
  const pattern = sentences[row.action] ?? unknownAction(row);
  const [head = "", ...rest] = pattern.split("{target}");
  if (rest.length === 0) return { before: fill(head, row), target: "", after: "" };
  return { before: fill(head, row), target: nameOf(row), after: fill(rest.join("{target}"), row) };
}

/** The same as one text. */
export function plainSentence(row: AuditRow): string {
  const { before, target, after } = sentenceOf(row);
  return `${before}${target}${after}`;
}

function unknownAction({ action, targetName }: AuditRow): string {
  const words = action.replace(/[.-]/g, " ");
  return targetName === "" ? `{actor}: ${words}` : `{actor}: ${words}, {target}`;
}

function nameOf({ targetType, targetName, targetId }: AuditRow): string {
  if (targetName === "") return targetId === "" ? "something" : targetId;
  return quoted.has(targetType) ? `“${targetName}”` : targetName;
}

function fill(text: string, row: AuditRow): string {
  return text.replace(/\{(actor|before|after)(?:\.(\w+))?\}/g, (_all, source, key) => {
    if (source === "actor") return row.actorName || "Somebody";
    const holder = source === "before" ? row.before : row.after;
    const value =
      typeof holder === "object" && holder !== null && !Array.isArray(holder)
        ? holder[key]
        : undefined;
    if (value === undefined || value === null) return "unknown";
    const shown = typeof value === "object" ? JSON.stringify(value) : String(value);
    return source === "before" && key === "name" ? `“${shown}”` : shown;
  });
}
