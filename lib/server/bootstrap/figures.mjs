import { ensureChromium } from "./chromium.mjs";
import { prepare } from "./prepare.mjs";
import { finish, runNode } from "./run-node.mjs";

const args = process.argv.slice(2);

await finish(async () => {
  // The list needs nothing built.
  if (args.length === 0) {
    await prepare({ build: false });
    return await runNode("e2e/figures/main.ts");
  }
  await prepare({ build: true });
  // Every figure publishes its flow in the editor, as a user would.
  const chromium = await ensureChromium();
  return await runNode("e2e/figures/main.ts", args, { PATCHBAY_CHROMIUM: chromium });
});
