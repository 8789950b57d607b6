/** Shapes that providers give their keys, and headers that carry one. */
const shapes = [
  /\bsk-[A-Za-z0-9_-]{16,}/, // OpenAI and others
  /\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,}/, // Stripe
  /\bgh[pousr]_[A-Za-z0-9]{30,}/, // GitHub
  /\bgithub_pat_\w{30,}/,
  /\bglpat-[\w-]{18,}/, // GitLab
  /\bxox[abeprs]-[\w-]{10,}/, // Slack
  /\bAKIA[0-9A-Z]{16}\b/, // AWS
  /\bAIza[\w-]{35}/, // Google
  /\bSG\.[\w-]{16,}\.[\w-]{16,}/, // SendGrid
  /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{8,}/, // JSON Web Token
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\b(?:Bearer|Basic)\s+(?!\{\{)[A-Za-z0-9._~+/=-]{16,}/i,
  /:\/\/[^\s/@:{}]+:[^\s/@{}]{3,}@/, // a password inside a URL
];

/** Whether a text holds something that is very likely a credential. Templates are not read. */
export function looksSecret(text: string): boolean {
  const fixed = text.slice(0, 20_000).replace(/\{\{.*?\}\}/gs, "{{}}");
  if (shapes.some((shape) => shape.test(fixed))) return true;
  return /^[A-Za-z0-9_\-+/=.]{32,}$/.test(fixed.trim()) && isRandom(fixed.trim());
}

/** Capital and small letters and digits mixed, with more than 4.3 bits a character: not words. */
function isRandom(text: string): boolean {
  if (!/[a-z]/.test(text) || !/[A-Z]/.test(text) || !/\d/.test(text)) return false;
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values())
    bits -= (count / text.length) * Math.log2(count / text.length);
  return bits > 4.3;
}
