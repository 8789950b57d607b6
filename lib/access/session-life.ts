/** A session ends this long after it was last used, in ms: 30 days. */
export const sessionMs = 30 * 86_400_000;

/**
 * How long the cookie lasts, in seconds. Longer than the session, whose row in the database
 * decides: each visit moves its end, and no page can renew the cookie. 400 days is the most that
 * browsers keep one (RFC 6265bis, section 5.5).
 */
export const cookieSeconds = 400 * 86_400;
