import { Card } from "#components/ui/card.tsx";
import { role } from "#lib/access/contract.ts";
import { roleWords } from "./role-words.ts";

/** What each role may do, so that nobody has to guess before giving one. */
export function RoleLegend() {
  return (
    <section aria-labelledby="roles" className="mt-6">
      <h2 id="roles" className="mb-2 font-semibold text-lg">
        Roles
      </h2>
      <Card className="px-4 py-3">
        <dl className="grid gap-y-2 sm:grid-cols-[7rem_1fr]">
          {role.options.map((one) => (
            <div key={one} className="sm:contents">
              <dt className="font-medium">{roleWords[one].label}</dt>
              <dd className="text-muted">{roleWords[one].can}</dd>
            </div>
          ))}
        </dl>
      </Card>
    </section>
  );
}
