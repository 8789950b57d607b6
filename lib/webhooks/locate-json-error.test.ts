import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { locateJsonError } from "./locate-json-error.ts";

describe("locateJsonError", () => {
  it("points at the first character that cannot be", () => {
    const places: [string, number][] = [
      ['{"a":}', 5],
      ["[1,]", 3],
      ['{"a":1,}', 7],
      ['{"a" 1}', 5],
      ["[1 2]", 3],
      ["nul", 0],
      ["[01]", 2],
      ['"open', 0],
      ['"\\x"', 0],
      ['["a\nb"]', 1],
      ["{}}", 2],
      ["", 0],
      ["[[1]", 4],
    ];
    for (const [text, offset] of places) assert.equal(locateJsonError(text)?.offset, offset, text);
    assert.deepEqual(locateJsonError('{\n "a": x }'), { offset: 8, line: 2, column: 7 });
  });

  it("agrees with JSON.parse on what is JSON", () => {
    const piece = fc.constantFrom(
      ...[
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        '"a"',
        '"\\u00e9"',
        "1",
        "-0.5e+3",
        "01",
        "true",
        "nul",
        " ",
        "\n",
      ],
    );
    const pieces = fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(""));
    const valid = fc.json();
    const damaged = fc
      .tuple(fc.json(), fc.nat(), fc.string({ maxLength: 2 }))
      .map(([json, at, text]) => {
        const cut = at % (json.length + 1);
        return json.slice(0, cut) + text + json.slice(cut + 1);
      });
    fc.assert(
      fc.property(fc.oneof(pieces, valid, damaged), (text) => {
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        assert.equal(locateJsonError(text) === null, isJson);
      }),
      { numRuns: 3000 },
    );
  });
});
