/** The longest text that is remembered of a contact, in characters. */
export const longestRemembered = 2_000;
