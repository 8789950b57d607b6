import { prepare } from "./prepare.mjs";
import { finish, runNode } from "./run-node.mjs";

await finish(async () => {
  await prepare({ build: false });
  return await runNode("lib/server/cli.ts", process.argv.slice(2));
});
