import type { Actor } from "#lib/access/contract.ts";

/** How a way to a provider and back has ended, for the page that tells it. */
export type ConnectOutcome = {
  ok: boolean;
  title: string;
  message: string;
  next: string;
  /** The connection, where it is known and the reader's own; it can be tried again. */
  connection: { id: string; name: string } | null;
};

/** What a provider sends somebody back with. */
export type ReturnParameters = { [name: string]: string };

export type OAuthConnections = {
  /** Where every provider sends people back to; entered in the app at the provider. */
  redirectAddress: string;
  /**
   * Where to send the person who connects an account. Bound to this session and connection, good
   * once, for 10 minutes.
   */
  start(actor: Actor, connectionId: string): Promise<{ url: string }>;
  /** Takes somebody back from a provider. Never throws for what the address holds. */
  finish(actor: Actor, parameters: ReturnParameters): Promise<ConnectOutcome>;
  /** Gives the access back: at the provider where it can be, and here in any case. */
  disconnect(actor: Actor, connectionId: string): Promise<{ revoked: boolean; message: string }>;
};
