import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { connectionOf, createBench } from "../kind.fixture.ts";
import { server as kindServer } from "./server.ts";

const bench = createBench();
after(() => bench.close());
const models = JSON.stringify({ object: "list", data: [{ id: "a" }, { id: "b" }] });

describe("an OpenAI key", () => {
  it("is tried on the list of models, with organisation and project", async () => {
    const { origin, received } = await bench.serve(() => ({ status: 200, body: models }));
    const connection = connectionOf("openai", {
      ...{ apiKey: "sk-123456", organization: "org-1", project: "proj_1" },
      ...{ baseUrl: `${origin}/v1/`, allowInsecure: "true" },
    });
    const verdict = await kindServer.test(connection, bench.tools);
    assert.match(verdict.message, /accepted the key: 2 models/);
    const [request] = received;
    assert.equal(request?.path, "/v1/models");
    assert.equal(request.headers.authorization, "Bearer sk-123456");
    assert.equal(request.headers["openai-organization"], "org-1");
    assert.equal(request.headers["openai-project"], "proj_1");
  });

  for (const [status, body, words] of [
    [401, "{}", /refused the credential/],
    [403, "{}", /does not let it list models/],
    [200, "<html>", /not with a list of models/],
    [503, "", /problem of its own/],
  ] as const) {
    it(`is told apart when the answer is ${status} ${body}`, async () => {
      const { origin } = await bench.serve(() => ({ status, body }));
      const connection = connectionOf("openai", {
        ...{ apiKey: "sk-123456", baseUrl: origin, allowInsecure: "true" },
      });
      const verdict = await kindServer.test(connection, bench.tools);
      assert.deepEqual([verdict.ok, words.test(verdict.message)], [false, true], verdict.message);
    });
  }

  it("goes to its own base address and nowhere else", () => {
    const { settings } = connectionOf("openai", { apiKey: "sk-123456" });
    assert.deepEqual(
      [settings.baseUrl, settings.allowedHosts],
      ["https://api.openai.com/v1", "api.openai.com"],
    );
  });
});
