/** Something in a document that needs attention. `error` stops publishing, `warning` does not. */
export type Problem = {
  code: string;
  severity: "error" | "warning";
  /** A plain sentence that names the node. */
  message: string;
  nodeId: string | null;
  edgeId: string | null;
  /** The setting concerned, as a path into `config`. */
  field: string | null;
  /** An edit that would remove the problem, when one is certain. */
  fix: {
    label: string;
    kind: "remove-edge" | "remove-node" | "declare-variable";
    target: string;
  } | null;
};
