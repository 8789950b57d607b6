import type { Mail } from "./contract.ts";

export type Letter = {
  to: string;
  subject: string;
  paragraphs: string[];
  /** The one thing to do. */
  action?: { label: string; url: string };
  /** What stands below in small letters: how long it is good, why one got it. */
  notes?: string[];
};

/**
 * A letter as mail: plain text, and the same as simple HTML. Whatever the parts hold is text: markup
 * in it is shown, line breaks in the subject become spaces.
 */
export function writeLetter({ to, subject, paragraphs, action, notes = [] }: Letter): Mail {
  const text = [
    ...paragraphs,
    ...(action === undefined ? [] : [`${action.label}:\n${action.url}`]),
    ...(notes.length === 0 ? [] : ["--", ...notes]),
  ].join("\n\n");
  const button =
    action === undefined
      ? ""
      : `<p style="margin:24px 0"><a href="${escapeHtml(action.url)}" style="background:#1d4ed8;border-radius:8px;color:#ffffff;display:inline-block;font-weight:600;padding:10px 16px;text-decoration:none">${escapeHtml(action.label)}</a></p><p style="color:#57606a;font-size:13px">If the button does not work, open this address:<br><a href="${escapeHtml(action.url)}" style="color:#1d4ed8;word-break:break-all">${escapeHtml(action.url)}</a></p>`;
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head><body style="background:#ffffff;color:#1f2328;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:15px;line-height:1.5;margin:0;padding:24px"><div style="margin:0 auto;max-width:520px">${paragraphs.map(paragraph).join("")}${button}${notes.map(note).join("")}</div></body></html>`;
  return { to, subject: subject.replace(/\p{Cc}+/gu, " ").trim(), text: `${text}\n`, html };
}

const paragraph = (text: string) => `<p>${escapeHtml(text)}</p>`;
const note = (text: string) => `<p style="color:#57606a;font-size:13px">${escapeHtml(text)}</p>`;

const entities: { [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
