import { X509Certificate } from "node:crypto";
import { z } from "zod";
import type { JsonObject } from "#lib/flow/json.ts";

/**
 * When a credential ends, from what is stored of it: the `exp` of a JSON web token (RFC 7519, 4.1.4;
 * read, not verified), the end of a certificate. The earliest counts; null when nothing says.
 */
export function knownExpiry({ settings, secrets }: Stored): Date | null {
  const values = [...Object.values(settings), ...Object.values(secrets)];
  const ends = values.flatMap((value) =>
    typeof value === "string" ? [endOfToken(value), endOfCertificate(value)] : [],
  );
  const known = ends.filter((end) => end !== undefined && Number.isFinite(end));
  return known.length === 0 ? null : new Date(Math.min(...known.map(Number)));
}

type Stored = { settings: JsonObject; secrets: { [key: string]: string } };

const claims = z.object({ exp: z.number().positive().max(253_402_300_799) });

function endOfToken(value: string): number | undefined {
  const [, payload] = /^[\w-]+\.([\w-]+)\.[\w-]*$/.exec(value.trim()) ?? [];
  if (payload === undefined) return undefined;
  try {
    const told = claims.safeParse(JSON.parse(Buffer.from(payload, "base64url").toString()));
    return told.success ? told.data.exp * 1000 : undefined;
  } catch {
    return undefined;
  }
}

function endOfCertificate(value: string): number | undefined {
  if (!value.includes("-----BEGIN CERTIFICATE-----")) return undefined;
  try {
    // Of a chain, the first is the client's own.
    return new X509Certificate(value).validToDate.getTime();
  } catch {
    return undefined;
  }
}
