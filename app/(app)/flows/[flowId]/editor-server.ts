import type { EditorServer } from "#components/editor/store/contract.ts";
import { fillSteps, saveTemplate } from "../../(shell)/templates/actions.ts";
import {
  cancelRun,
  flowAccess,
  openPreview,
  publish,
  renameFlow,
  rerun,
  saveDraft,
  setAside,
  setFlowGrants,
  setSlug,
  startTest,
  unpublish,
} from "./actions.ts";

/** The server's side of the editor, as the actions of this route. */
export const editorServer: EditorServer = {
  saveDraft,
  setAside,
  startTest,
  cancelRun,
  rerun,
  publish,
  unpublish,
  renameFlow,
  setSlug,
  flowAccess,
  setFlowGrants,
  openPreview,
  fillSteps,
  saveTemplate,
};
