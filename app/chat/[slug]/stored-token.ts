/**
 * A visitor's conversation, kept over reloads in this browser. Where storage is blocked, as in some
 * frames, the conversation lasts as long as the page.
 */
export const storedToken = {
  read(slug: string): string | null {
    try {
      return localStorage.getItem(keyOf(slug));
    } catch {
      return null;
    }
  },

  write(slug: string, token: string): void {
    try {
      localStorage.setItem(keyOf(slug), token);
    } catch {
      // Blocked or full: the page goes on with the token it has in hand.
    }
  },

  forget(slug: string): void {
    try {
      localStorage.removeItem(keyOf(slug));
    } catch {
      // Blocked: then nothing was kept either.
    }
  },
};

function keyOf(slug: string): string {
  return `patchbay-chat:${slug}`;
}
