/** Keeps apart a text's own echoes and texts that others wrote. */
export type Echoes = {
  /** This text was typed here and reported. */
  sent(text: string): void;
  /**
   * Whether a text that arrives is somebody else's and has to be taken over. An own one that comes
   * back late is not: `current` has gone on since.
   */
  isNews(text: string, current: string): boolean;
};

/**
 * For an input whose value is kept elsewhere: what is typed is reported, and comes back as the new
 * value, perhaps after more was typed. Values may be skipped on the way, never swapped.
 */
export function createEchoes(): Echoes {
  let underWay: string[] = [];
  return {
    sent(text) {
      underWay.push(text);
    },
    isNews(text, current) {
      const place = underWay.indexOf(text);
      if (text === current || place < 0) {
        underWay = [];
        return text !== current;
      }
      underWay = underWay.slice(place + 1);
      // Nothing newer is on its way: then this is how things stand.
      return underWay.length === 0;
    },
  };
}
