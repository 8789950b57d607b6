import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Json } from "#lib/flow/json.ts";
import { headerValue, pathPart, queryPart } from "./serialise.ts";

// The table of OpenAPI 3.1.1, 4.8.12.5 "Style Examples".
const list = ["blue", "black", "brown"];
const object = { R: 100, G: 200, B: 150 };

describe("parameters by style and explode", () => {
  const queries: [style: string, explode: boolean, value: Json, text: string][] = [
    ["form", true, "blue", "color=blue"],
    ["form", true, list, "color=blue&color=black&color=brown"],
    ["form", false, list, "color=blue,black,brown"],
    ["form", true, object, "R=100&G=200&B=150"],
    ["form", false, object, "color=R,100,G,200,B,150"],
    ["spaceDelimited", false, list, "color=blue%20black%20brown"],
    ["pipeDelimited", false, list, "color=blue%7Cblack%7Cbrown"],
    ["deepObject", true, object, "color[R]=100&color[G]=200&color[B]=150"],
    ["deepObject", true, { a: [{ b: "x y" }] }, "color[a][0][b]=x%20y"],
  ];
  for (const [style, explode, value, text] of queries) {
    it(`query ${style} ${explode} ${JSON.stringify(value)}`, () => {
      assert.equal(queryPart({ name: "color", style, explode }, value), text);
    });
  }

  const paths: typeof queries = [
    ["simple", false, "blue", "blue"],
    ["simple", false, list, "blue,black,brown"],
    ["simple", true, object, "R=100,G=200,B=150"],
    ["simple", false, object, "R,100,G,200,B,150"],
    ["label", false, "blue", ".blue"],
    ["label", false, list, ".blue,black,brown"],
    ["label", true, list, ".blue.black.brown"],
    ["label", false, object, ".R,100,G,200,B,150"],
    ["label", true, object, ".R=100.G=200.B=150"],
    ["matrix", false, "blue", ";color=blue"],
    ["matrix", false, list, ";color=blue,black,brown"],
    ["matrix", true, list, ";color=blue;color=black;color=brown"],
    ["matrix", false, object, ";color=R,100,G,200,B,150"],
    ["matrix", true, object, ";R=100;G=200;B=150"],
  ];
  for (const [style, explode, value, text] of paths) {
    it(`path ${style} ${explode} ${JSON.stringify(value)}`, () => {
      assert.equal(pathPart({ name: "color", style, explode }, value), text);
    });
  }

  it("keeps a value one part of the path", () => {
    const simple = { name: "id", style: "simple", explode: false };
    assert.equal(pathPart(simple, "a/b?c#d"), "a%2Fb%3Fc%23d");
    for (const value of ["", ".", ".."]) {
      assert.throws(() => pathPart(simple, value), { code: "invalid_value" });
    }
  });

  it("keeps reserved signs where the description allows them, but for those that end a value", () => {
    const style = { name: "q", style: "form", explode: true, allowReserved: true as const };
    assert.equal(queryPart(style, "a/b:c&d=e#f+g"), "q=a/b:c%26d%3De%23f%2Bg");
  });

  it("writes what has a media type as that", () => {
    const json = { name: "filter", style: "form", explode: true, contentType: "application/json" };
    assert.equal(queryPart(json, { a: [1] }), "filter=%7B%22a%22%3A%5B1%5D%7D");
    assert.equal(headerValue({ ...json, contentType: "application/json" }, { a: 1 }), '{"a":1}');
    assert.equal(
      headerValue({ name: "h", style: "simple", explode: true }, object),
      "R=100,G=200,B=150",
    );
  });
});
