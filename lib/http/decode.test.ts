import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeText, parseBody } from "./decode.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const json = "application/json";

test("the charset comes from mark, content type, document, else UTF-8", () => {
  const latin = Buffer.from("Käse", "latin1");
  assert.equal(decodeText(latin, "text/plain; charset=iso-8859-1"), "Käse");
  assert.equal(decodeText(latin, 'text/plain; Charset="windows-1252"'), "Käse");
  assert.equal(decodeText(bytes("Käse"), undefined), "Käse");
  assert.equal(decodeText(bytes("\ufeffKäse"), "text/plain; charset=latin1"), "Käse");
  assert.equal(decodeText(Buffer.from("\ufeffKäse", "utf16le"), "text/plain"), "Käse");
  const html = Buffer.from('<meta charset="iso-8859-1">Käse', "latin1");
  assert.match(decodeText(html, "text/html"), /Käse$/);
  const xml = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>Käse</a>', "latin1");
  assert.match(decodeText(xml, "application/xml"), /Käse/);
  const japanese = Uint8Array.from([0x93, 0xfa, 0x96, 0x7b]);
  assert.equal(decodeText(japanese, "text/plain; charset=Shift_JIS"), "日本");
});

test("an unknown charset is named", () => {
  assert.throws(() => decodeText(bytes("x"), "text/plain; charset=klingon"), {
    code: "unknown_charset",
    details: { charset: "klingon" },
  });
});

test("the content type decides what a body becomes", async () => {
  assert.deepEqual(
    await parseBody(bytes('{"a":1}'), "application/hal+json; charset=utf-8", "auto"),
    { a: 1 },
  );
  assert.deepEqual(await parseBody(bytes("<a>1</a>"), "application/atom+xml", "auto"), { a: "1" });
  assert.equal(await parseBody(bytes('{"a":1}'), "text/plain", "auto"), '{"a":1}');
  assert.deepEqual(await parseBody(bytes('{"a":1}'), "text/plain", "json"), { a: 1 });
  assert.deepEqual(await parseBody(bytes("[1]"), undefined, "auto"), [1]);
  assert.equal(await parseBody(bytes("[1"), undefined, "auto"), "[1");
  assert.equal(await parseBody(bytes(""), json, "auto"), null);
  assert.deepEqual(await parseBody(Uint8Array.of(0, 1), "image/png", "auto"), {
    contentType: "image/png",
    bytes: 2,
  });
});

test("invalid JSON says where and shows the beginning", async () => {
  const text = '{"a": 1,\n "b": oops}';
  await assert.rejects(parseBody(bytes(text), json, "auto"), {
    code: "upstream_invalid_json",
    message: `The answer is not valid JSON: it goes wrong at line 2, column 7. It begins: ${text}`,
    details: { position: 15, line: 2, column: 7, start: text, looksLikeHtml: false },
  });
  await assert.rejects(parseBody(bytes('{"a": [1, 2'), json, "auto"), /it ends too soon/);
});

test("a web page under a JSON content type is recognised", async () => {
  const page = `<!DOCTYPE html><html><body>${"Sign in ".repeat(100)}</body></html>`;
  await assert.rejects(parseBody(bytes(page), json, "auto"), {
    code: "upstream_invalid_json",
    details: { position: 0, start: page.slice(0, 120), looksLikeHtml: true },
  });
});

test("keys that could reach a prototype are dropped, at any depth and however written", async () => {
  const text =
    '{"a":[{"__proto__":{"x":1},"constructor":1,"b":2}],"\\u005f_proto__":3,"prototype":4}';
  const value = await parseBody(bytes(text), json, "auto");
  assert.deepEqual(value, { a: [{ b: 2 }] });
  const large = bytes(`[${text},"${"x".repeat(300_000)}"]`);
  assert.deepEqual(((await parseBody(large, json, "auto")) as unknown[])[0], { a: [{ b: 2 }] });
});

test("nesting that would exhaust a stack is refused", async () => {
  const deep = (levels: number) => bytes("[".repeat(levels) + "]".repeat(levels));
  assert.ok(await parseBody(deep(400), json, "auto"));
  for (const levels of [600, 20_000, 1_000_000]) {
    await assert.rejects(parseBody(deep(levels), json, "auto"), (error: object) => {
      const codes = ["upstream_invalid_json", "offload_failed"];
      return "code" in error && codes.includes(String(error.code));
    });
  }
});

test("XML becomes data; entities of a document's own are refused", async () => {
  const text =
    '<?xml version="1.0"?><o id="1 &lt; 2"><l>007 &amp; &#xe4;</l><l/><c><![CDATA[<x>]]></c></o>';
  assert.deepEqual(await parseBody(bytes(text), "text/xml", "auto"), {
    o: { "@id": "1 < 2", l: ["007 & ä", ""], c: "<x>" },
  });
  for (const bad of [
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    '<!DOCTYPE a [<!ENTITY x "xx"><!ENTITY y "&x;&x;">]><a>&y;</a>',
    "<a><b></a>",
    "no xml",
    "<a>".repeat(5000) + "</a>".repeat(5000),
  ]) {
    await assert.rejects(
      parseBody(bytes(bad), "text/xml", "auto"),
      { code: "upstream_invalid_xml" },
      bad.slice(0, 40),
    );
  }
});
