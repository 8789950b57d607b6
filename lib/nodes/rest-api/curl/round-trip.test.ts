import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { definition } from "../definition.ts";
import { exportCurl } from "./export-curl.ts";
import { importCurl } from "./import-curl.ts";

const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9 _.[\]é&=+%-]{0,10}[a-z]$/);
const partName = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_.[\]é-]{0,10}$/);
const plain = fc
  .oneof(fc.string({ unit: "grapheme", maxLength: 20 }), fc.string({ maxLength: 20 }))
  .filter((text) => !/\{\{|\{%|\0/.test(text));
const value = fc.oneof(
  { weight: 4, arbitrary: plain },
  {
    weight: 1,
    arbitrary: fc.constantFrom("{{ vars.email }}", 'x{{ nodes.a.b | default: "a&b" }}y'),
  },
);
const row = (names: fc.Arbitrary<string>, values: fc.Arbitrary<string>) =>
  fc.record({ name: names, value: values, enabled: fc.constant(true) });
const headerName = fc
  .stringMatching(/^X-[A-Z][a-z]{1,8}$/)
  .filter((each) => !/(Auth|Key|Token|Secret|Signature|Password)$/.test(each));
const headerValue = fc
  .stringMatching(/^([!-~]([ -~]{0,20}[!-~])?)?$/)
  .filter((text) => !/\{\{|\{%/.test(text));
const file = fc.constantFrom("{{ nodes.download.body }}", "{{ answer.file }}");
const xml = fc.constantFrom("<a>ü</a>", `<a b='1'>"{{ vars.x }}"</a>`);

const body = fc.oneof(
  fc.constant({ bodyType: "none" }),
  fc.record({
    bodyType: fc.constant("json"),
    bodyJson: fc.oneof(
      fc.json(),
      fc.constant('{"email": "{{ vars.email }}", "n": {{ vars.n }}}'),
      fc.string().map((text) => JSON.stringify({ text, it: "isn't" }, null, 2)),
    ),
  }),
  fc.record({
    bodyType: fc.constant("form"),
    bodyForm: fc.array(row(name, value), { maxLength: 4 }),
  }),
  fc.record({
    bodyType: fc.constant("multipart"),
    bodyParts: fc.array(
      fc.oneof(
        row(partName, value).map((each) => ({ ...each, kind: "text" })),
        row(partName, value).map((each) => ({ ...each, kind: "text", type: "application/json" })),
        row(partName, file).map((each) => ({ ...each, kind: "file" })),
      ),
      { minLength: 1, maxLength: 4 },
    ),
  }),
  fc.record({ bodyType: fc.constant("xml"), bodyXml: xml }),
  fc.record({ bodyType: fc.constant("text"), bodyText: value }),
  fc.record({ bodyType: fc.constant("file"), bodyFile: file }),
);

const settings = fc
  .record({
    method: fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"),
    url: fc.constantFrom(
      ...["https://api.example.com/v1/orders", "http://10.0.0.1:8080/a%20b/é"],
      ...["https://{{ vars.host }}/orders/{{ vars.id }}", "{{ vars.address }}"],
    ),
    query: fc.array(row(name, value), { maxLength: 4 }),
    headers: fc.uniqueArray(row(headerName, headerValue), {
      maxLength: 3,
      selector: (each) => each.name.toLowerCase(),
    }),
    body,
    followRedirects: fc.boolean(),
    timeoutSeconds: fc.integer({ min: 1, max: 120 }),
    responseAs: fc.constantFrom("auto", "file"),
    proxy: fc.constantFrom("", "http://proxy.example.com:3128"),
  })
  .map(({ body: chosen, ...rest }) => ({
    ...definition.defaults,
    ...rest,
    ...(["GET", "HEAD", "OPTIONS"].includes(rest.method) ? {} : chosen),
    ...(rest.method === "HEAD" && { responseAs: "auto" }),
  }));

describe("rest api: copy as cURL", () => {
  it("makes a command that fills a step with the same settings again", () => {
    fc.assert(
      fc.property(settings, (generated) => {
        const config = structuredClone(generated);
        const command = exportCurl(config);
        const imported = importCurl(command);
        assert.deepEqual({ ...definition.defaults, ...imported?.config }, config, command);
      }),
      { numRuns: 1_500 },
    );
  });

  it("holds no secret: what is typed into the step, and what its connection knows", () => {
    const command = exportCurl({
      ...definition.defaults,
      url: "https://api.example.com/x",
      query: [{ name: "api_key", value: "k-123456", enabled: true }],
      headers: [
        { name: "Authorization", value: "Bearer abc-123456", enabled: true },
        { name: "X-Auth-Token", value: "{{ workspace.token }}", enabled: true },
      ],
      proxy: "http://me:pa55word@proxy.example.com:3128",
    });
    assert.doesNotMatch(command, /123456|pa55word/);
    assert.match(command, /Bearer YOUR_TOKEN/);
    assert.match(command, /api_key=YOUR_API_KEY/);
    assert.match(command, /X-Auth-Token: \{\{ workspace\.token \}\}/);
  });

  for (const [kind, settingsOf, shown] of [
    ["basic", { username: "ada" }, "-u ada:YOUR_PASSWORD"],
    ["digest", { username: "ada" }, "--digest -u ada:YOUR_PASSWORD"],
    ["bearer", {}, "-H 'Authorization: Bearer YOUR_TOKEN'"],
    ["api-key-header", { headerName: "X-Key" }, "-H 'X-Key: YOUR_API_KEY'"],
    ["api-key-query", { paramName: "k" }, "?k=YOUR_API_KEY"],
    ["custom-headers", { headers: ["X-A", "X-B"] }, "-H 'X-B: YOUR_X_B'"],
  ] as const) {
    it(`says how a connection signs in: ${kind}`, () => {
      const config = { ...definition.defaults, url: "https://api.example.com/x" };
      const command = exportCurl(config, {
        kind,
        settings: {
          ...settingsOf,
          headers: [...("headers" in settingsOf ? settingsOf.headers : [])],
        },
      });
      assert.ok(command.includes(shown), command);
    });
  }
});
