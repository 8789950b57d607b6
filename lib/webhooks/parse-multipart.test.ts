import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseMultipart } from "./parse-multipart.ts";

const type = "multipart/form-data; boundary=b";
const part = (disposition: string, content: string, more = "") =>
  `--b\r\nContent-Disposition: form-data; ${disposition}\r\n${more}\r\n${content}\r\n`;
const read = (text: string, contentType = type) => parseMultipart(Buffer.from(text), contentType);

async function sent(form: FormData): Promise<[Buffer, string]> {
  const response = new Response(form);
  return [Buffer.from(await response.arrayBuffer()), response.headers.get("content-type") ?? ""];
}

test("fields are texts, files carry their bytes, what repeats is a list", async () => {
  const form = new FormData();
  form.append("city", "Zürich");
  form.append("tag", "a");
  form.append("tag", "b");
  form.append(
    "photo",
    new File([Buffer.from([0, 255, 13, 10])], "C:\\pics\\ä b.png", { type: "image/png" }),
  );
  form.append("__proto__", "x");
  assert.deepEqual(await parseMultipart(...(await sent(form))), {
    city: "Zürich",
    tag: ["a", "b"],
    photo: { name: "ä b.png", type: "image/png", size: 4, base64: "AP8NCg==" },
  });
});

test("any field and any bytes come out as they went in", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: "grapheme" }).filter((text) => text.isWellFormed()),
      fc.uint8Array({ maxLength: 200 }),
      async (text, bytes) => {
        const form = new FormData();
        form.append("text", text);
        form.append("file", new File([bytes], "f"));
        const parsed = await parseMultipart(...(await sent(form)));
        // A form's line breaks are CRLF on the way (HTML Standard, 4.10.21.8).
        assert.deepEqual(parsed, {
          text: text.replace(/\r\n|\r|\n/g, "\r\n"),
          file: {
            name: "f",
            type: "application/octet-stream",
            size: bytes.length,
            base64: Buffer.from(bytes).toString("base64"),
          },
        });
      },
    ),
    { numRuns: 50 },
  );
});

test("what stands before the first boundary and after the last is passed over", async () => {
  const form = `This is a form.\r\n${part('name="a"', "1")}--b--\r\nThe end.`;
  assert.deepEqual(await read(form, 'multipart/form-data; charset=utf-8; boundary="b"'), {
    a: "1",
  });
  assert.deepEqual(await read("--b--"), {});
});

test("a broken form is refused by name", async () => {
  const cases: [string, string?][] = [
    [part('name="a"', "1")],
    ["no boundary at all"],
    [`${part('name="a"', "1")}--b--`, "multipart/form-data"],
    [`${part('name="a"', "1")}--b--`, `multipart/form-data; boundary=${"b".repeat(71)}`],
    [`${part("", "no name")}--b--`],
    ["--b\r\nnonsense\r\n\r\nx\r\n--b--"],
  ];
  for (const [body, contentType] of cases) {
    await assert.rejects(read(body, contentType), { code: "invalid_form" }, body);
  }
});

test("parts, names and fields have their limits", async () => {
  const parts = (count: number) => `${part('name="a"', "1").repeat(count)}--b--`;
  assert.equal(((await read(parts(200))) as { a: string[] }).a.length, 200);
  await assert.rejects(read(parts(201)), { code: "body_too_large" });
  const long = `${part('name="a"', "x".repeat(1024 * 1024 + 1))}--b--`;
  await assert.rejects(read(long), { code: "body_too_large", message: /“a”/ });
  const named = `${part(`name="${"n".repeat(256)}"`, "1")}--b--`;
  await assert.rejects(read(named), { code: "body_too_large" });
});
