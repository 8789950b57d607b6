import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { accentLook, contrast } from "./accent-look.ts";

const color = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).padStart(6, "0")}`);

it("keeps every text readable and every control visible, whatever colour is chosen", () => {
  fc.assert(
    fc.property(color, fc.constantFrom("light", "dark"), (chosen, theme) => {
      const look = accentLook(chosen, theme);
      const surface = theme === "light" ? "#ffffff" : "#151921";
      assert.ok(contrast(look.onAccent, look.accent) >= 4.5, "text on the accent");
      assert.ok(contrast(look.onAccent, look.accentStrong) >= 4.5, "text on the accent, hovered");
      assert.ok(contrast(look.accent, surface) >= 3, "the accent on the page");
      assert.ok(contrast(look.accentText, surface) >= 4.5, "the accent as text");
      assert.ok(contrast(look.accentText, look.accentSoft) >= 4.5, "the accent on its soft shade");
    }),
    {
      numRuns: 2_000,
      examples: [
        ["#ffffff", "light"],
        ["#000000", "dark"],
        ["#ffff00", "light"],
      ],
    },
  );
});

it("leaves a colour alone that can be seen as it is", () => {
  assert.equal(accentLook("#1d4ed8", "light").accent, "#1d4ed8");
  assert.equal(contrast("#ffffff", "#000000"), 21);
});
