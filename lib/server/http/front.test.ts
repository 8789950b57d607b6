import assert from "node:assert/strict";
import { test } from "node:test";
import { startFront } from "./front.ts";

test("health answers from the start, everything else is asked for patience, then served", async (t) => {
  let reachable = true;
  const front = await startFront({
    host: "127.0.0.1",
    port: 0,
    databaseAnswers: async () => reachable,
  });
  t.after(() => front.close());
  const get = (path: string) => fetch(`http://127.0.0.1:${front.port()}${path}`);

  assert.equal((await get("/healthz")).status, 200);
  const starting = await get("/readyz");
  assert.equal(starting.status, 503);
  assert.deepEqual(await starting.json(), { status: "starting", waitingFor: "the database" });
  const patient = await get("/flows");
  assert.equal(patient.status, 503);
  assert.equal(patient.headers.get("retry-after"), "1");

  front.open((_request, response) => response.end("served"));
  front.setWaitingFor(null);
  assert.equal(await (await get("/flows")).text(), "served");
  assert.equal((await get("/readyz")).status, 200);
  reachable = false;
  assert.equal((await get("/readyz")).status, 503);
  assert.equal((await get("/healthz")).status, 200);
});
