/** One event of a text/event-stream. */
export type StreamMessage = { event: string; data: string; id: string | undefined };

/**
 * Cuts a text/event-stream into its events, however the network cuts the text (WHATWG HTML, 9.2.6).
 * Comments and events without data are dropped. Give it text as it arrives.
 */
export function createSseParser(onMessage: (message: StreamMessage) => void): {
  push(chunk: string): void;
} {
  let buffer = "";
  let event = "";
  let data: string[] = [];
  let id: string | undefined;

  function takeLine(line: string): void {
    if (line === "") {
      if (data.length > 0) onMessage({ event: event || "message", data: data.join("\n"), id });
      event = "";
      data = [];
      return;
    }
    const colon = line.indexOf(":");
    if (colon === 0) return;
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "data") data.push(value);
    else if (name === "event") event = value;
    else if (name === "id") id = value;
  }

  return {
    push(chunk) {
      buffer += chunk;
      while (true) {
        const end = /\r\n|\n|\r/.exec(buffer);
        if (end === null) return;
        // A lone carriage return at the very end may be the first half of a pair.
        if (end[0] === "\r" && end.index === buffer.length - 1) return;
        const line = buffer.slice(0, end.index);
        buffer = buffer.slice(end.index + end[0].length);
        takeLine(line);
      }
    },
  };
}
