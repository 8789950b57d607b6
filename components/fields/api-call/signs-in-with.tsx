import { useFieldScope } from "../field-scope.ts";
import { connectionKindNames } from "./connection-kind-names.ts";

/** How an operation lets in, with the way to a connection for it. */
export function SignsInWith({ kinds, server }: { kinds: readonly string[]; server: string }) {
  const { mayManage } = useFieldScope();
  const named = kinds.filter((kind) => Object.hasOwn(connectionKindNames, kind));
  if (named.length === 0) return null;
  const host = URL.parse(server)?.host ?? "";
  const query = new URLSearchParams({ new: named[0] ?? "", hosts: host });
  return (
    <p className="text-muted text-xs">
      It lets in with: {named.map((kind) => connectionKindNames[kind]).join(", ")}.{" "}
      {mayManage && (
        <a
          href={`/connections?${query}`}
          target="_blank"
          rel="noreferrer"
          className="rounded text-accent-text hover:underline"
        >
          Add such a connection<span className="sr-only"> (opens in a new tab)</span>
        </a>
      )}
    </p>
  );
}
