import { newMigration } from "#lib/db/migrate/new-migration.ts";
import { keysStatus, rotateKeys } from "./keys-command.ts";
import { resetLinkFor } from "./reset-link-for.ts";
import { resetSecondFactorOf } from "./reset-second-factor-of.ts";

const usage = `Usage: npm run patchbay -- <command>

  account reset-link <e-mail>  print a link, good once within a day, that sets a new password
  keys status                  say how many secrets each encryption key is needed for
  keys rotate                  wrap every secret with a new key, while everything goes on
  account reset-second-factor <e-mail>
                               lets somebody who lost their second factor in without it
  migration new <name>         write the SQL from the last migration's schema to the present one
`;

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** The operator's and contributor's commands. */
async function main([group, verb, name]: string[]): Promise<number> {
  if (group === "migration" && verb === "new" && name !== undefined) {
    const made = await newMigration(name);
    print(made === undefined ? "The schema has not changed." : `prisma/migrations/${made}`);
    return 0;
  }
  if (group === "account" && verb === "reset-link" && name !== undefined) {
    print(await resetLinkFor(name));
    return 0;
  }
  if (group === "keys" && verb === "status") {
    for (const line of await keysStatus()) print(line);
    return 0;
  }
  if (group === "keys" && verb === "rotate") {
    await rotateKeys(print);
    return 0;
  }
  if (group === "account" && verb === "reset-second-factor" && name !== undefined) {
    print(await resetSecondFactorOf(name));
    return 0;
  }
  print(usage);
  return group === undefined || group === "help" ? 0 : 2;
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return 1;
});
