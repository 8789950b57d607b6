import { randomBytes } from "node:crypto";
import type { Pool } from "pg";
import { createFileStore } from "./create-file-store.ts";
import { createFileAddresses } from "./file-addresses.ts";

/** A file store over a test's database. */
export function openFiles(pool: Pool) {
  const addresses = createFileAddresses(randomBytes(32));
  return createFileStore({ pool, addresses, baseUrl: "https://patchbay.example" });
}
