import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { JsonObject } from "#lib/flow/json.ts";
import type { CurlImport } from "#lib/nodes/rest-api/curl/import-curl.ts";
import { useEditorServer, useEditorStore } from "../store/editor-context.tsx";
import type { CurlRequest } from "../store/editor-ui.ts";

/** Where a command's credential goes: a new connection, nowhere, or into the step. */
export type Keeping = "connection" | "out" | "step";
export type Choice = { keeping: Keeping; name: string; withLeftOut: boolean };

/** Fills a step, or makes one, from a command; resolves to whether that worked. */
export function useFill(request: CurlRequest) {
  const store = useEditorStore();
  const server = useEditorServer();
  const client = useQueryClient();
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<string>();

  async function fill(imported: CurlImport, choice: Choice): Promise<boolean> {
    const { credential, host } = imported;
    let connectionId: string | undefined;
    if (credential !== undefined && choice.keeping === "connection" && server.createConnection) {
      setPending(true);
      const values = { ...credential.values, ...(host !== "" && { allowedHosts: host }) };
      const made = await server.createConnection({
        name: choice.name.trim(),
        kind: credential.kind,
        values,
      });
      setPending(false);
      if (!made.ok) {
        setError(made.error.message);
        return false;
      }
      const { id, kind, name, limits, settings } = made.value;
      const { connections, actions } = store.getState();
      actions.setConnections([...connections, { id, kind, name, limits, settings }]);
      await client.invalidateQueries({ queryKey: ["connections"] });
      connectionId = id;
    }
    const { actions, document } = store.getState();
    const config = settingsOf(imported, choice);
    const node = document.nodes.find(({ id }) => id === request.nodeId);
    if (node !== undefined) {
      const merged = { ...node.config, ...config };
      actions.updateNode(node.id, {
        config: merged,
        ...(connectionId !== undefined && { connectionId }),
      });
      return true;
    }
    const nodeId = actions.addNode("rest-api", {
      config,
      ...(connectionId !== undefined && { connectionId }),
      ...(request.near && { near: request.near }),
    });
    if (request.near === undefined && nodeId !== "") actions.centre([nodeId]);
    return true;
  }

  return { fill, pending, error, canCreate: server.createConnection !== undefined };
}

/** The command's settings, with those secrets that somebody wants in the step. */
function settingsOf({ config, credential, leftOut }: CurlImport, choice: Choice): JsonObject {
  const wanted = [
    ...(choice.keeping === "step" && credential?.inStep ? [credential.inStep] : []),
    ...(choice.withLeftOut && leftOut ? [leftOut.rows] : []),
  ];
  const rows = (key: "headers" | "query") => [
    ...(Array.isArray(config[key]) ? config[key] : []),
    ...wanted.flatMap((each) => each[key]),
  ];
  return { ...config, headers: rows("headers"), query: rows("query") };
}
