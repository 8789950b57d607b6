import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { XMLParser } from "fast-xml-parser";
import { compileXmlTemplate } from "./compile-xml-template.ts";

const fill = (text: string, x: unknown) => compileXmlTemplate(text).render({ x });

describe("XML templates", () => {
  it("insert values as text, and markup only when asked to", () => {
    assert.equal(
      fill("<a>{{ x }}</a>", "1 < 2 & 'so' \"on\""),
      "<a>1 &lt; 2 &amp; &apos;so&apos; &quot;on&quot;</a>",
    );
    assert.equal(fill('<a b="{{ x }}"/>', 7), '<a b="7"/>');
    assert.equal(fill("<a>{{ x | raw }}</a>", "<b/>"), "<a><b/></a>");
    assert.equal(fill("<a>{{ x }}</a>", null), "<a></a>");
    assert.equal(compileXmlTemplate("<a/>").isConstant, true);
  });

  it("keep the document's shape, whatever the value", () => {
    const parser = new XMLParser({
      ignoreAttributes: false,
      trimValues: false,
      parseTagValue: false,
    });
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) => {
        const parsed = parser.parse(fill('<a><b c="{{ x }}">{{ x }}</b><d/></a>', value));
        assert.deepEqual(Object.keys(parsed), ["a"]);
        assert.deepEqual(Object.keys(parsed.a).sort(), ["b", "d"]);
      }),
    );
  });
});
