import { importCurl } from "#lib/nodes/rest-api/curl/import-curl.ts";
import type { EditorActions } from "../store/contract.ts";
import { showEditorUi } from "../store/editor-ui.ts";

/** Makes a step from a command for curl; one that needs a decision or a word is shown first. */
export function pasteCommand(
  text: string,
  { addNode, centre }: Pick<EditorActions, "addNode" | "centre">,
  near?: { x: number; y: number },
): void {
  const imported = importCurl(text);
  const isPlain =
    imported !== undefined &&
    imported.notes.length === 0 &&
    imported.credential === undefined &&
    imported.leftOut === undefined;
  if (!isPlain) {
    showEditorUi({ curl: { nodeId: null, text, ...(near && { near }) } });
    return;
  }
  const nodeId = addNode("rest-api", { config: imported.config, ...(near && { near }) });
  if (near === undefined && nodeId !== "") centre([nodeId]);
}
