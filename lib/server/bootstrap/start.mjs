import { prepare } from "./prepare.mjs";
import { finish, runNode } from "./run-node.mjs";

const dev = process.argv.includes("--dev");

await finish(async () => {
  await prepare({ build: !dev });
  return await runNode("lib/server/main.ts", [], {
    NODE_ENV: dev ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    ...(dev && { PATCHBAY_DEV: "1" }),
  });
});
