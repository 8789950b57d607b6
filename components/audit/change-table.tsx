import type { Change } from "#lib/audit/contract.ts";

/** What stood there before, and what after; a value alone where there is nothing to compare. */
export function ChangeTable({ changes }: { changes: readonly Change[] }) {
  const compared = changes.some(({ before }) => before !== null);
  return (
    <table className="w-full table-fixed border-collapse text-left text-sm">
      <thead>
        <tr className="text-muted">
          <th scope="col" className="w-2/5 py-1 pr-3 font-medium sm:w-1/4">
            Value
          </th>
          {compared && (
            <th scope="col" className="py-1 pr-3 font-medium">
              Before
            </th>
          )}
          <th scope="col" className="py-1 font-medium">
            {compared ? "After" : "Noted"}
          </th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ field, before, after }) => (
          <tr key={field} className="border-line border-t align-top">
            <th scope="row" className="break-words py-1 pr-3 font-normal text-muted">
              {field}
            </th>
            {compared && (
              <td className="break-words py-1 pr-3">
                <Value value={before} tone="text-bad" />
              </td>
            )}
            <td className="break-words py-1">
              <Value value={after} tone={compared ? "text-ok" : ""} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Value({ value, tone }: { value: string | null; tone: string }) {
  if (value === null) return <span className="text-muted">nothing</span>;
  if (value === "") return <span className="text-muted">empty</span>;
  return <span className={tone}>{value}</span>;
}
