import type { AuditRow } from "#lib/db/audit/list-entries.ts";

/**
 * What each action that is put on record says to people. `{actor}` and `{target}` stand for names;
 * `{before.x}` and `{after.x}` for what the entry holds. Every action has its line here.
 */
export const sentences: Readonly<Record<string, string>> = {
  "account.create": "The account of {target} was created",
  "account.identity": "{target} can sign in with {after.provider} from now on",
  "account.name": "{actor} is called {target} from now on",
  "account.password": "{actor} changed their password",
  "account.password-reset": "{target} set a new password with a link",
  "account.reset-link": "{actor} made a link for a new password of {target}",
  "account.reset-request": "A link for a new password was asked for {target}",
  "alerts.secret": "{actor} made a new signing secret for alerts",
  "alerts.settings": "{actor} changed who is told of connections, and when hosts are left alone",
  "alerts.test": "{actor} sent a test alert",
  "api-key.create": "{actor} made the API key {target}",
  "api-key.revoke": "{actor} revoked the API key {target}",
  "audit.export": "{actor} exported the audit log ({after.format})",
  "audit.prune":
    "{actor} removed {after.removed} audit entries that were older than the workspace keeps",
  "audit.retention": "{actor} set how long audit entries are kept to {after.days} days",
  "audit.stream": "{actor} had audit entries sent to {target}",
  "audit.stream-remove": "{actor} ended the sending of audit entries to {target}",
  "audit.stream-secret": "{actor} made a new signing secret for audit entries",
  "circuit.close": "{actor} had {target} called again",
  "connection.attention": "The connection {target} needs attention",
  "connection.connect": "{actor} connected an account to {target}",
  "connection.create": "{actor} made the connection {target}",
  "connection.delete": "{actor} deleted the connection {target}",
  "connection.disconnect": "{actor} ended the access of {target} at its provider",
  "connection.duplicate": "{actor} made the connection {target} as a copy",
  "connection.probing": "{actor} changed how often {target} is tested unasked",
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
  "flow.set-aside": "{actor} set a version of the draft of {target} aside",
  "flow.unpublish": "{actor} took {target} off the air",
  "invitation.again": "{actor} sent the invitation of {target} again",
  "invitation.create": "{actor} invited {target} ({after.role})",
  "invitation.revoke": "{actor} revoked the invitation of {target}",
  "keys.rotate": "The encryption key was changed",
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
  "second-factor.off": "{actor} turned their second factor off",
  "second-factor.on": "{actor} turned on a second factor",
  "second-factor.recovery-codes": "{actor} made new recovery codes",
  "second-factor.reset": "The second factor of {target} was taken off",
  "session.refused": "A sign-in as {target} was refused: wrong password",
  "session.revoke": "{actor} signed out one of their browsers",
  "session.revoke-others": "{actor} signed out everywhere else",
  "session.sign-in": "{actor} signed in",
  "session.sign-out": "{actor} signed out",
  "session.workspace": "{actor} switched to the workspace {target}",
  "template.delete": "{actor} deleted the template {target}",
  "template.save": "{actor} kept the template {target} (version {after.version})",
  "variable.change": "{actor} changed the workspace variable {target}",
  "variable.create": "{actor} made the workspace variable {target}",
  "variable.delete": "{actor} deleted the workspace variable {target}",
  "system.delete": "{actor} deleted the system {target}",
  "system.import": "{actor} imported the system {target}",
  "system.refresh": "{actor} read the description of the system {target} again",
  "workspace.create": "{actor} made the workspace {target}",
  "workspace.delete": "{actor} deleted the workspace {target}",
  "workspace.logo": "{actor} changed the workspace’s logo",
  "workspace.settings": "{actor} changed the workspace’s settings",
  "workspace.transfer": "{actor} handed the workspace over to {target}",
};

/** Names that stand in quotation marks: people call them anything. People themselves go without. */
const quoted = new Set([
  "flow",
  "connection",
  "run",
  "conversation",
  "workspace",
  "api-key",
  "variable",
]);

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
