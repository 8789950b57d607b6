/** Headers whose value lets somebody in, by what they are usually called. */
export function isSecretHeader(name: string): boolean {
  const lower = name.toLowerCase();
  if (/^(idempotency|cache|partition|routing|sec-websocket)[-_]?key$/.test(lower)) return false;
  return /^cookie$|(^|[-_])(authorization|token|secret|password|api-?key|apikey|key|auth|signature)$/.test(
    lower,
  );
}

/** Query parameters that carry a key, by what they are usually called. */
export function isSecretParameter(name: string): boolean {
  return /^(api[-_]?key|apikey|access[-_]?token|auth[-_]?token|app[-_]?key|appid|client[-_]?secret|key|token|secret|password)$/i.test(
    name,
  );
}

/** What documentation writes where a key belongs: `$TOKEN`, `<token>`, `YOUR_API_KEY`, `{{ … }}`. */
export function isPlaceholder(value: string): boolean {
  const text = value.trim();
  if (text === "") return true;
  return (
    /^\$(\w+|\{\w+[^}]*\}|\(.*\))$/.test(text) ||
    /^[<[{].*[>\]}]$/s.test(text) ||
    /^(your|my)?[-_ ]?([a-z]+[-_ ])*(token|key|secret|password)([-_ ]here)?$/i.test(text) ||
    /^(x{4,}|\*{3,}|\.{3}|…)$/i.test(text)
  );
}
