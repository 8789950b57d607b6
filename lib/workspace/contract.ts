import { z } from "zod";
import type { Actor } from "#lib/access/contract.ts";
import type { WidgetTexts, WorkspaceChange, WorkspaceSettings } from "./settings.ts";

/** A file as a browser reads it: base64, some 270,000 characters for the largest logo. */
export const logoInput = z.strictObject({ base64: z.base64().max(300_000) });

export const workspaceRemoval = z.strictObject({ name: z.string().max(80) });

export type WorkspaceView = WorkspaceSettings & {
  id: string;
  name: string;
  /** Its address on our own host; null without one. */
  logoPath: string | null;
};

/** What the workspace's chats look like. */
export type ChatLook = {
  chatName: string;
  accent: string;
  locale: string;
  logoPath: string | null;
  texts: WidgetTexts;
};

export type Logo = { bytes: Uint8Array; mediaType: string };

/** The settings of a workspace. Everything is on the audit log. */
export type WorkspaceService = {
  /** For every member: what the editor and the pages need. */
  read(actor: Actor): Promise<WorkspaceView>;
  /**
   * Changes what is given. Throws `second_factor_due` for who asks everybody for a second factor
   * without having one.
   */
  change(actor: Actor, change: WorkspaceChange): Promise<void>;
  /** Throws `body_too_large`, `unsupported_media_type`. */
  setLogo(actor: Actor, input: { base64: string }): Promise<void>;
  removeLogo(actor: Actor): Promise<void>;
  /**
   * Deletes the workspace with everything in it: at once for everybody who works in it; runs and
   * conversations are off the disk within the hour. The audit log stays. Throws `invalid_input`
   * unless `name` is the workspace's, and `last_workspace` for who is in no other.
   */
  remove(actor: Actor, input: { name: string }): Promise<void>;

  /** For visitors. */
  chatLook(workspaceId: string): Promise<ChatLook>;
  /** What to say where a flow's chat was and is not published; null for an address that never was. */
  closedText(slug: string): Promise<string | null>;
  /** The logo under this hash; null when it is another one by now. */
  logo(workspaceId: string, hash: string): Promise<Logo | null>;
};
