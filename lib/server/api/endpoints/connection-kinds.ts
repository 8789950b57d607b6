import { z } from "zod";
import type { ConnectionKind } from "#lib/connections/kinds/kind.ts";
import { connectionKinds } from "#lib/connections/kinds.ts";
import { valuesSchemaOf } from "#lib/connections/values-schema.ts";
import { type AnyEndpoint, endpoint } from "../endpoint.ts";

const field = z
  .object({
    key: z.string().meta({ description: "Its name in `values`." }),
    label: z.string(),
    type: z
      .enum(["text", "password", "textarea", "select", "rows", "scopes", "toggle"])
      .meta({ description: "How the form asks for it." }),
    required: z.boolean(),
    secret: z.boolean().meta({ description: "Encrypted, and never read back." }),
    help: z.string(),
  })
  .meta({ id: "ConnectionField" });

const kind = z
  .object({
    kind: z.string().meta({ description: "What a new connection names as its `kind`." }),
    label: z.string(),
    summary: z.string(),
    signIn: z.boolean().meta({
      description: "Whether a person has to sign in at the provider, in Patchbay, before it works.",
    }),
    fields: z.array(field),
    valuesSchema: z
      .record(z.string(), z.unknown())
      .meta({ description: "JSON Schema of what a new connection takes as `values`." }),
  })
  .meta({ id: "ConnectionKind" });

export const connectionKindEndpoints: readonly AnyEndpoint[] = [
  endpoint({
    ...{ id: "listConnectionKinds", method: "GET", path: "/connection-kinds" },
    ...{ tag: "Connections", summary: "List connection kinds" },
    description: "What connections can be made of, and what each kind takes as `values`.",
    ...{ scope: "connections:read", permission: "connections.list", status: 200 },
    answer: z.object({ data: z.array(kind) }),
    work: async () => ({ data: connectionKinds.map(kindAsTold) }),
  }),
];

function kindAsTold(kind: ConnectionKind) {
  return {
    ...{ kind: kind.id, label: kind.label, summary: kind.summary },
    signIn: kind.oauth === "person",
    fields: kind.fields.map(({ key, label, input, required, secret, help }) => ({
      ...{ key, label, type: input, required, secret, help },
    })),
    valuesSchema: z.toJSONSchema(valuesSchemaOf(kind), { target: "draft-2020-12" }),
  };
}
