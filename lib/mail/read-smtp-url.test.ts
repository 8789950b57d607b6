import assert from "node:assert/strict";
import { it } from "node:test";
import { isSender, readSmtpUrl } from "./read-smtp-url.ts";

it("reads where mail goes, and asks for encryption unless told otherwise", () => {
  assert.deepEqual(readSmtpUrl("smtp://ada%40x.test:p%2Fw@mail.test"), {
    ...{ host: "mail.test", port: 587, security: "starttls" },
    ...{ user: "ada@x.test", password: "p/w", from: "ada@x.test" },
  });
  assert.deepEqual(readSmtpUrl("smtps://mail.test?from=Patchbay%20%3Cbay@x.test%3E"), {
    ...{ host: "mail.test", port: 465, security: "tls", from: "Patchbay <bay@x.test>" },
  });
  assert.deepEqual(readSmtpUrl("smtp://[::1]:2525/?security=none&from=bay@x.test"), {
    ...{ host: "::1", port: 2525, security: "none", from: "bay@x.test" },
  });
});

it("refuses what it would have to guess", () => {
  for (const wrong of [
    "mail.test:25",
    "http://mail.test",
    "smtp://",
    "smtp://mail.test/inbox",
    "smtp://mail.test?tls=no",
    "smtps://mail.test?security=none",
    "smtp://mail.test?from=a@x.test,b@x.test",
    "smtp://mail.test?from=a@x.test%0D%0ABcc:%20b@x.test",
    "smtp://:password@mail.test",
    "smtp://a%0Ab:c@mail.test",
    "smtp://%E0%A4%A:c@mail.test",
  ]) {
    assert.equal(readSmtpUrl(wrong), undefined, wrong);
  }
});

it("knows a sender from a list and from a broken line", () => {
  for (const good of ["a@x.test", "Patchbay <a@x.test>", "Häfen & Co. <a@x.test>"]) {
    assert.ok(isSender(good), good);
  }
  for (const bad of ["", "Patchbay", "a@x.test, b@x.test", "P\n<a@x.test>", '"P" <a@x.test>']) {
    assert.ok(!isSender(bad), bad);
  }
});
