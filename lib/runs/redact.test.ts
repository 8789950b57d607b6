import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Redactor } from "./redact.ts";

test("every form of a secret is taken out, wherever it stands", () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 6, maxLength: 40, unit: "grapheme" }),
      fc.string({ maxLength: 10 }),
      (secret, around) => {
        fc.pre(!"[redacted]".includes(secret) && !around.includes(secret));
        const redactor = new Redactor();
        redactor.add({ password: secret }, { username: "ann" });
        const forms = [
          secret,
          encodeURIComponent(secret),
          JSON.stringify(secret).slice(1, -1),
          Buffer.from(secret).toString("base64"),
          Buffer.from(secret).toString("base64url"),
          Buffer.from(`ann:${secret}`).toString("base64"),
        ];
        for (const form of forms) {
          const text = JSON.stringify(
            redactor.redact({ a: [`${around} ${form} ${around}`], [form]: 1 }),
          );
          assert.ok(text.includes("[redacted]"), form);
          assert.ok(!JSON.parse(text).a[0].split("[redacted]").join("").includes(form));
        }
      },
    ),
  );
});

test("short secrets and values without secrets stay as they are", () => {
  const redactor = new Redactor();
  redactor.add({ pin: "12345" });
  assert.equal(redactor.isEmpty, true);
  redactor.add({ key: "abcdef123" });
  const value = { a: ["b", 1, null, { c: true }] };
  assert.equal(redactor.redact(value), value);
  assert.equal(redactor.redact("x abcdef123 y"), "x [redacted] y");
});

test("numbers that are a secret are taken out too", () => {
  const redactor = new Redactor();
  redactor.add({ pin: "12345678" });
  assert.deepEqual(redactor.redact({ pin: 12345678, other: 1234567 }), {
    pin: "[redacted]",
    other: 1234567,
  });
});
