import assert from "node:assert/strict";
import { it } from "node:test";
import { letters } from "./letters.ts";

it("shows whatever people call themselves as text, on one line", () => {
  const mail = letters.invitation({
    to: "grace@example.com",
    workspace: '<img src=x onerror="alert(1)">',
    role: "editor",
    invitedBy: "Ada\r\nBcc: everybody@example.com",
    link: "https://flows.example.com/invite/a?b=1&c='2'",
  });
  assert.doesNotMatch(mail.subject, /[\r\n]/);
  assert.doesNotMatch(mail.html ?? "", /<img/);
  assert.match(mail.html ?? "", /&lt;img src=x onerror=&quot;alert\(1\)&quot;&gt;/);
  assert.match(
    mail.html ?? "",
    /href="https:\/\/flows\.example\.com\/invite\/a\?b=1&amp;c=&#39;2&#39;"/,
  );
  // The plain text has the link whole, on a line of its own.
  assert.ok(mail.text.split("\n").includes("https://flows.example.com/invite/a?b=1&c='2'"));
});
