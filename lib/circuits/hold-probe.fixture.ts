import pg from "pg";
import { Circuits } from "./circuits.ts";

/**
 * A process of its own that takes the probe of a circuit and then does nothing until it is killed.
 * Arguments: database, workspace, host, how long it may take in ms.
 */
const [connectionString, workspaceId = "", host = "", leaseMs] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString, max: 2 });
const circuits = new Circuits({
  pool,
  log: { warn: (_, message) => process.stderr.write(message) },
});
await circuits.start();
const permit = await circuits.enter({ workspaceId, connectionId: "", host }, Number(leaseMs));
process.stdout.write(permit.probeId === null ? "free\n" : "probing\n");
setInterval(() => undefined, 1_000);
