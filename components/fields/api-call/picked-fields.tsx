"use client";
import { completePicks, type GraphqlPicks, type GraphqlShape } from "#lib/systems/graphql/shape.ts";
import { FieldTree } from "./field-tree.tsx";

type Props = {
  shape: GraphqlShape;
  picks: GraphqlPicks | undefined;
  readOnly: boolean;
  onChange: (picks: GraphqlPicks) => void;
};

/** Which fields a GraphQL operation is asked for. */
export function PickedFields({ shape, picks, readOnly, onChange }: Props) {
  if (!Object.hasOwn(shape.types, shape.returns)) return null;
  return (
    <section aria-label="Fields of the answer" className="flex flex-col gap-2">
      <h3 className="font-medium text-muted text-xs">Fields of the answer</h3>
      <div className="max-h-80 overflow-y-auto rounded-lg border border-line py-1">
        <FieldTree
          shape={shape}
          type={shape.returns}
          picks={completePicks(shape, shape.returns, picks ?? {})}
          within={shape.field}
          readOnly={readOnly}
          onChange={onChange}
        />
      </div>
    </section>
  );
}
