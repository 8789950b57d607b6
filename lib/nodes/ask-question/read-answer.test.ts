import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { type AskQuestionConfig, definition } from "./definition.ts";
import { readAnswer } from "./read-answer.ts";
import { readNumber } from "./read-number.ts";

/** A Monday. */
const now = new Date("2026-03-02T23:30:00.000Z");
const choices = [
  { label: "Red", value: "r" },
  { label: "Blue", value: "b" },
  { label: "2", value: "two" },
];

function answer(settings: Partial<AskQuestionConfig>, text: string) {
  const config = definition.config.parse({ question: "?", ...settings });
  const reply = { text, value: null, at: now.toISOString() };
  return readAnswer(config, choices, reply, now)?.value;
}

type Case = [text: string, expected: string | number | undefined];

function check(name: string, settings: Partial<AskQuestionConfig>, cases: Case[]): void {
  for (const [text, expected] of cases) {
    it(`${name}: “${text}” is ${expected ?? "refused"}`, () => {
      assert.equal(answer(settings, text), expected);
    });
  }
}

describe("readAnswer", () => {
  check("text", {}, [
    ["  Hello there ", "Hello there"],
    ["   ", undefined],
  ]);
  check("email", { answerType: "email" }, [
    ["ada@example.com", "ada@example.com"],
    ["Ada@Example.com ", "Ada@Example.com"],
    ["ada@", undefined],
    ["my mail is ada@example.com", undefined],
  ]);
  check("phone in Germany", { answerType: "phone", country: "DE" }, [
    ["030 901820", "+4930901820"],
    ["+44 20 7946 0958", "+442079460958"],
    ["12", undefined],
    ["call me", undefined],
  ]);
  check("phone anywhere", { answerType: "phone" }, [
    ["+49 30 901820", "+4930901820"],
    ["030 901820", undefined],
  ]);
  check("date, day first", { answerType: "date" }, [
    ["2026-03-14", "2026-03-14"],
    ["14.3.2026", "2026-03-14"],
    ["3/4/2026", "2026-04-03"],
    ["14 March", "2026-03-14"],
    ["1 March", "2027-03-01"],
    ["today", "2026-03-02"],
    ["tomorrow", "2026-03-03"],
    ["friday", "2026-03-06"],
    ["it was on 12 June 1990", "1990-06-12"],
    ["March", undefined],
    ["31/02/2026", undefined],
    ["at 5pm", undefined],
    ["soon", undefined],
    ["yesterday-ish", undefined],
    ["tomorrow, please", "2026-03-03"],
  ]);
  check("date, month first", { answerType: "date", dateOrder: "month-first" }, [
    ["3/4/2026", "2026-03-04"],
  ]);
  check("whole number", { answerType: "number", whole: true }, [
    ["4", 4],
    ["4.0", 4],
    ["1,500", 1500],
    ["3.5", undefined],
    ["3,5", undefined],
  ]);
  check("number", { answerType: "number" }, [
    ["4", 4],
    ["-3.5", -3.5],
    ["3,5", 3.5],
    ["+7", 7],
    ["1,500", 1500],
    ["1.500", 1.5],
    ["1,234.56", 1234.56],
    ["1.234,56", 1234.56],
    ["1.234.567", 1234567],
    ["12 500", 12500],
    ["1’000’000", 1000000],
    ["0,125", 0.125],
    [".5", 0.5],
    ["1 2", undefined],
    ["4 people", undefined],
    ["1,2,3", undefined],
    ["Infinity", undefined],
    ["1e400", undefined],
    ["0x10", undefined],
    ["", undefined],
  ]);
  check("limited number", { answerType: "number", minimum: 1, maximum: 10 }, [
    ["1", 1],
    ["10", 10],
    ["0,9", undefined],
    ["10.1", undefined],
  ]);
  check("choice", { answerType: "choice" }, [
    ["r", "r"],
    ["BLUE", "b"],
    ["1", "r"],
    ["1.", "r"],
    ["2", "two"],
    ["3", "two"],
    ["4", undefined],
    ["0", undefined],
    ["purple", undefined],
  ]);

  it("reads numbers back however they are written", () => {
    const amount = fc.integer({ min: 0, max: 999_999_999 });
    fc.assert(
      fc.property(amount, fc.integer({ min: 10, max: 99 }), (whole, cents) => {
        const expected = Number(`${whole}.${cents}`);
        assert.equal(
          readNumber(expected.toLocaleString("en-US", { minimumFractionDigits: 2 })),
          expected,
        );
        assert.equal(
          readNumber(expected.toLocaleString("de-DE", { minimumFractionDigits: 2 })),
          expected,
        );
        assert.equal(
          readNumber(expected.toLocaleString("fr-FR", { minimumFractionDigits: 2 })),
          expected,
        );
      }),
    );
  });

  it("never throws, whatever a visitor writes", () => {
    const types = fc.constantFrom(...definition.config.shape.answerType.unwrap().options);
    fc.assert(
      fc.property(types, fc.string({ unit: "grapheme" }), (answerType, text) => {
        answer({ answerType }, text);
      }),
    );
  });
});

describe("a question for a file", () => {
  const file = (name: string, size = 1_000, type = "application/octet-stream") => ({
    ...{ fileId: "5f0f2a3e-9c1b-4d0e-8a37-6d2f1b8c4e90", name, type, size },
    url: `https://patchbay.example/files/t/${name}`,
  });
  const sent = (settings: Partial<AskQuestionConfig>, ref?: ReturnType<typeof file>) => {
    const config = definition.config.parse({ question: "?", answerType: "file", ...settings });
    const reply = { text: "x", value: null, at: now.toISOString(), ...(ref && { file: ref }) };
    return readAnswer(config, [], reply, now)?.value;
  };

  it("takes the kinds and sizes that were asked for, and no text", () => {
    assert.deepEqual(sent({}, file("any.bin")), file("any.bin"));
    assert.equal(sent({}), undefined);
    assert.ok(sent({ fileTypes: "pictures" }, file("me.png", 10, "image/png")));
    assert.equal(sent({ fileTypes: "pictures" }, file("me.pdf", 10, "application/pdf")), undefined);
    assert.ok(sent({ fileTypes: "documents" }, file("Offer.DOCX")));
    assert.ok(sent({ fileTypes: "pdf" }, file("a.pdf")));
    assert.equal(sent({ fileTypes: "pdf" }, file("a.pdf.exe")), undefined);
    assert.equal(sent({ maxMegabytes: 1 }, file("big.bin", 1_000_001)), undefined);
  });
});
