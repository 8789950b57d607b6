"use client";
import { ClipboardCopy, Terminal } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { FlowNode } from "#lib/flow/document.ts";
import { useEditor, useEditorStore } from "../store/editor-context.tsx";
import { showEditorUi } from "../store/editor-ui.ts";

/** A request to and from a command for curl. What reads and writes it is loaded when it is wanted. */
export function CurlButtons({ node }: { node: FlowNode }) {
  const canEdit = useEditor((state) => state.canEdit);
  const store = useEditorStore();

  async function copy() {
    const { exportCurl } = await import("#lib/nodes/rest-api/curl/export-curl.ts");
    const connection = store.getState().connections.find(({ id }) => id === node.connectionId);
    await navigator.clipboard.writeText(exportCurl(node.config, connection));
    toast({
      title: "Copied as a command for curl.",
      detail: "Keys and passwords are not in it: a word in capitals stands where each belongs.",
    });
  }

  return (
    <div className="-mt-1 -mb-2 -ml-2 flex flex-wrap gap-x-1">
      {canEdit && (
        <Button
          size="sm"
          variant="ghost"
          icon={<Terminal aria-hidden="true" className="size-4" />}
          onClick={() => showEditorUi({ curl: { nodeId: node.id, text: "" } })}
        >
          Paste cURL
        </Button>
      )}
      <Button
        size="sm"
        variant="ghost"
        icon={<ClipboardCopy aria-hidden="true" className="size-4" />}
        onClick={() => void copy()}
      >
        Copy as cURL
      </Button>
    </div>
  );
}
