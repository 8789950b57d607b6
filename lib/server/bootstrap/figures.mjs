import { prepare } from "./prepare.mjs";
import { finish, runNode } from "./run-node.mjs";

const args = process.argv.slice(2);

await finish(async () => {
  // The list needs nothing built.
  await prepare({ build: args.length > 0 });
  return await runNode("e2e/figures/main.ts", args);
});
