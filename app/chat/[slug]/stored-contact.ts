const key = "patchbay-contact";

/**
 * By which a returning visitor is known again; apart from any conversation, so that it stays when
 * one is started over. Where storage is blocked, every conversation is a stranger's.
 */
export const storedContact = {
  read(): string | null {
    try {
      const token = localStorage.getItem(key);
      return token !== null && token.length <= 200 ? token : null;
    } catch {
      return null;
    }
  },

  write(token: string): void {
    try {
      localStorage.setItem(key, token);
    } catch {
      // Blocked or full: nothing is remembered then.
    }
  },
};
