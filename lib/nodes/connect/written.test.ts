import assert from "node:assert/strict";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { after, before, beforeEach, describe, it } from "node:test";
import { listen } from "#lib/connections/kinds/kind.fixture.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import { createHttpClient } from "#lib/http/client.ts";
import { createOffload } from "#lib/offload/offload.ts";
import type { Operation } from "#lib/systems/contract.ts";
import { readWritten } from "#lib/systems/written/read-written.ts";
import { compileConfig } from "../compile-config.ts";
import { doneOf, executeNode, failsWith } from "../testing/context.ts";
import { definition } from "./definition.ts";
import { execute } from "./execute.ts";

type Received = { method: string; url: string; headers: IncomingHttpHeaders; body: string };
let received: Received | undefined;
let answer: (response: ServerResponse) => void;
const server = createServer(async (request, response) => {
  let body = "";
  for await (const piece of request) body += String(piece);
  const { method = "", url = "", headers } = request;
  received = { method, url, headers, body };
  answer(response);
});
const http = createHttpClient({ allow: ["127.0.0.0/8"] });
const offload = createOffload({ processes: 1 });
let origin = "";
before(async () => {
  origin = `http://127.0.0.1:${await listen(server)}/services/`;
});
beforeEach(() => {
  received = undefined;
  answer = (response) => response.writeHead(200, { "content-type": "text/xml" }).end("<ok/>");
});
after(async () => {
  await http.close();
  offload.close();
  server.close();
});

const inputs = [
  { name: "number", type: "text", needed: "required" },
  { name: "count", type: "number", needed: "optional" },
];
const getOrder =
  '<o:GetOrder xmlns:o="urn:orders"><o:Number>{{ number }}</o:Number><o:Count>{{ count }}</o:Count></o:GetOrder>';

function operationOf(written: JsonObject): Operation {
  const one = { id: "op1", name: "Get an order", format: "soap11", inputs, body: "", ...written };
  const { description } = readWritten({ baseUrl: origin, operations: [one] });
  return description.operations[0]?.operation ?? assert.fail();
}
async function run(
  written: JsonObject,
  values: object,
  scope: object = {},
  settings: JsonObject = {},
): Promise<Json> {
  const call = JSON.parse(
    JSON.stringify({
      ...{ systemId: "s1", operation: operationOf(written), values },
      ...{ contentType: "", rawBody: null },
    }),
  );
  const filled = compileConfig(definition, { ...definition.defaults, ...settings, call }).resolve(
    scope,
  );
  const done = await doneOf(executeNode(definition, execute, filled, { http, offload }));
  return (done.output as { body: Json }).body;
}
const soap = (version: "1.1" | "1.2", body: string) =>
  `<?xml version="1.0"?><S:Envelope xmlns:S="${
    version === "1.1"
      ? "http://schemas.xmlsoap.org/soap/envelope/"
      : "http://www.w3.org/2003/05/soap-envelope"
  }"><S:Header/><S:Body>${body}</S:Body></S:Envelope>`;
const answers = (status: number, text: string, type = "text/xml; charset=utf-8") => {
  answer = (response) => response.writeHead(status, { "content-type": type }).end(text);
};

describe("Connect Node: Request Format: XML, SOAP and form data by template", () => {
  it("SOAP 1.1: the envelope, the action, and what is filled in as text, whatever it holds", async () => {
    answers(
      200,
      soap("1.1", '<m:Order xmlns:m="urn:orders" id="7"><m:State>paid</m:State></m:Order>'),
    );
    const values = { body: { number: "{{ vars.number }}", count: "2" } };
    const nasty = '7</o:Number><o:Admin>true</o:Admin> & "quotes" {{ vars.secret }}';
    const body = await run({ path: "orders", action: "urn:orders/Get", body: getOrder }, values, {
      vars: { number: nasty, secret: "no" },
    });
    assert.deepEqual(body, { Order: { State: "paid", "@id": "7" } });
    assert.equal(received?.url, "/services/orders");
    assert.equal(received?.headers["content-type"], "text/xml; charset=utf-8");
    assert.equal(received?.headers.soapaction, '"urn:orders/Get"');
    assert.equal(
      received?.body,
      '<?xml version="1.0" encoding="utf-8"?>\n<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><o:GetOrder xmlns:o="urn:orders"><o:Number>7&lt;/o:Number&gt;&lt;o:Admin&gt;true&lt;/o:Admin&gt; &amp; &quot;quotes&quot; {{ vars.secret }}</o:Number><o:Count>2</o:Count></o:GetOrder></soap:Body></soap:Envelope>',
    );
  });

  it("SOAP 1.2: its own envelope, and the action in the media type", async () => {
    answers(200, soap("1.2", "<Done/>"), "application/soap+xml");
    await run({ format: "soap12", action: "urn:get", body: getOrder }, { body: { number: "7" } });
    assert.equal(
      received?.headers["content-type"],
      'application/soap+xml; charset=utf-8; action="urn:get"',
    );
    assert.match(received?.body ?? "", /xmlns:soap="http:\/\/www.w3.org\/2003\/05\/soap-envelope"/);
    assert.doesNotMatch(received?.body ?? "", /Count/);
    assert.equal(received?.url, "/services/");
  });

  it("Error Handling: a fault is a failure with its own words, in a 200 and in a 500", async () => {
    const call = () => run({ body: getOrder }, { body: { number: "7" } });
    const fault = (code: string) =>
      soap(
        "1.1",
        `<S:Fault><faultcode>${code}</faultcode><faultstring>No such order</faultstring><detail><n>7</n></detail></S:Fault>`,
      );
    answers(200, fault("S:Client"));
    await assert.rejects(call(), failsWith("soap_fault", /\(S:Client\): No such order/));
    answers(500, fault("S:Server"));
    await assert.rejects(call(), (error: Error) => error.name === "UpstreamError");
    const second =
      '<S:Fault><S:Code><S:Value>S:Sender</S:Value></S:Code><S:Reason><S:Text xml:lang="en">Wrong number</S:Text></S:Reason></S:Fault>';
    answers(400, soap("1.2", second), "application/soap+xml");
    await assert.rejects(
      run({ format: "soap12", body: getOrder }, { body: { number: "7" } }),
      failsWith("soap_fault", /\(S:Sender\): Wrong number/),
    );
    answers(503, "<html><body>Down</body></html>", "text/html");
    await assert.rejects(call(), failsWith("upstream_status"));
  });

  it("XML, JSON, text and forms: each inserted as its format wants it", async () => {
    const values = { body: { number: 'a<"b">&c', count: "3" } };
    assert.deepEqual(await run({ format: "xml", body: "<n>{{ number }}</n>" }, values), { ok: "" });
    assert.equal(received?.body, "<n>a&lt;&quot;b&quot;&gt;&amp;c</n>");
    assert.equal(received?.headers["content-type"], "application/xml");
    await run({ format: "json", body: '{"n": {{ number }}, "c": {{ count }}}' }, values);
    assert.deepEqual(JSON.parse(received?.body ?? ""), { n: 'a<"b">&c', c: 3 });
    await run({ format: "text", method: "PUT", body: "n={{ number }}" }, values);
    assert.deepEqual([received?.method, received?.body], ["PUT", 'n=a<"b">&c']);
    await run({ format: "form", path: "/form" }, values);
    assert.equal(received?.headers["content-type"], "application/x-www-form-urlencoded");
    assert.deepEqual(Object.fromEntries(new URLSearchParams(received?.body)), {
      number: 'a<"b">&c',
      count: "3",
    });
  });

  it("fields go into the path, or the query where there is no body", async () => {
    await run(
      { format: "form", method: "GET", path: "/orders/{number}" },
      { path: { number: "a/b" }, query: { count: "3" } },
    );
    assert.equal(received?.url, "/services/orders/a%2Fb?count=3");
  });

  it("a field stands in the path and in the body, and one that is needed is never left out", async () => {
    const both = { format: "xml", path: "/orders/{number}", body: "<n>{{ number }}</n>" };
    await run(both, { path: { number: "7 & 8" } });
    assert.equal(received?.url, "/services/orders/7%20%26%208");
    assert.equal(received?.body, "<n>7 &amp; 8</n>");
    received = undefined;
    const empty = { body: { number: "{{ vars.none }}", count: "2" } };
    await assert.rejects(
      run({ body: getOrder }, empty, { vars: { none: "" } }),
      failsWith("invalid_value", /“number” is needed and empty/),
    );
    assert.equal(received, undefined);
  });

  it("Response Handling: elements are text whatever namespaces and types they carry", async () => {
    answers(
      200,
      soap(
        "1.1",
        `<Reply xmlns:xsi="urn:x" xmlns:e="urn:e"><State xmlns="">paid</State><Total xsi:type="xsd:string">5</Total>
         <Note xsi:nil="true"/><e:__proto__><admin>1</admin></e:__proto__><Code kind="a">7</Code></Reply>`,
      ),
    );
    const filled = { body: { number: "7" } };
    const { Reply } = (await run({ body: getOrder }, filled)) as { Reply: JsonObject };
    assert.deepEqual(
      { ...Reply },
      {
        ...{ State: "paid", Total: "5", Note: null },
        Code: { "#text": "7", "@kind": "a" },
      },
    );
    assert.equal("admin" in Reply, false);
    const text = await run({ body: getOrder }, filled, {}, { responseAs: "text" });
    assert.match(String(text), /^<\?xml.*<S:Envelope/);
  });

  it("Error Handling: a fault is told where a file is wanted, and a broken answer by its status", async () => {
    const filled = { body: { number: "7" } };
    answers(
      200,
      soap(
        "1.1",
        "<S:Fault><faultcode>S:Client</faultcode><faultstring>No</faultstring></S:Fault>",
      ),
    );
    await assert.rejects(
      run({ body: getOrder }, filled, {}, { responseAs: "file" }),
      failsWith("soap_fault"),
    );
    answers(503, "<down>");
    await assert.rejects(run({ body: getOrder }, filled), failsWith("upstream_status", /503/));
  });

  it("says what is wrong with a description", () => {
    const refused = (written: JsonObject, message: RegExp) =>
      assert.throws(() => operationOf(written), failsWith("invalid_input", message));
    refused({ body: "<n>{{ nummer }}</n>" }, /it has no field “nummer”/);
    refused({ body: "<n>{{ number </n>" }, /The body of “Get an order”/);
    refused({ inputs: [{ name: "two words" }] }, /letters, digits/);
    refused({ inputs: [{ name: "constructor" }] }, /cannot have this name/);
    refused({ inputs: [{ name: "a" }, { name: "a" }] }, /two fields “a”/);
    refused({ format: "form", path: "/orders/{nummer}" }, /“nummer” that is not there/);
    refused({ body: "<n>{{ number }}</m>" }, /not valid XML/);
    refused({ format: "json", body: '{"n": {{ number }},}' }, /not valid JSON/);
    const one = { id: "a", name: "A", format: "form" };
    assert.throws(
      () => readWritten({ baseUrl: origin, operations: [one, { ...one, name: "B" }] }),
      failsWith("invalid_input", /same id/),
    );
    refused({ name: "" }, /Give every operation a name/);
    assert.throws(() => readWritten({ baseUrl: "nowhere", operations: [] }), /https/);
    assert.throws(() => readWritten({ baseUrl: origin, operations: [] }), /at least one/);
  });
});
