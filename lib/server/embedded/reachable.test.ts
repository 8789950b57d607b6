import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { isReachableByOthers } from "./reachable.ts";

test("one closed folder on the way shuts others out, also behind a link", async (t) => {
  const top = await mkdtemp(join(tmpdir(), "patchbay-reachable-"));
  t.after(() => rm(top, { recursive: true, force: true }));
  await chmod(top, 0o755);
  await mkdir(join(top, "open", "inner"), { recursive: true, mode: 0o755 });
  await mkdir(join(top, "closed", "inner"), { recursive: true, mode: 0o755 });
  await chmod(join(top, "closed"), 0o700);
  await symlink(join(top, "closed", "inner"), join(top, "open", "link"));

  assert.equal(await isReachableByOthers(join(top, "open", "inner")), true);
  assert.equal(await isReachableByOthers(join(top, "open", "not", "there", "yet")), true);
  assert.equal(await isReachableByOthers(join(top, "closed", "inner")), false);
  assert.equal(await isReachableByOthers(join(top, "closed", "not", "there", "yet")), false);
  assert.equal(await isReachableByOthers(join(top, "open", "link")), false);
});
