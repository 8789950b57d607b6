import { cx } from "#components/ui/cx.ts";
import { passwordStrength } from "./password-strength.ts";

const bars = { short: 1, weak: 1, fair: 2, good: 3 };
const tones = { short: "bg-line-strong", weak: "bg-bad", fair: "bg-warn", good: "bg-ok" };

/** How hard a password is to guess, as three bars and a sentence. Keeps its height when empty. */
export function StrengthMeter({ password, known }: { password: string; known: string[] }) {
  const { level, sentence } = passwordStrength(password, known);
  return (
    <span className="flex min-h-4 items-center gap-2" aria-live="polite">
      {password !== "" && (
        <>
          <span aria-hidden="true" className="flex gap-0.5">
            {[1, 2, 3].map((bar) => (
              <span
                key={bar}
                className={cx(
                  "h-1 w-6 rounded-full",
                  bar <= bars[level] ? tones[level] : "bg-line",
                )}
              />
            ))}
          </span>
          <span>{sentence}</span>
        </>
      )}
    </span>
  );
}
