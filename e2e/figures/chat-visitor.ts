import { Agent, request } from "undici";

export type Visitor = {
  /** Says something; resolves when it was taken in, and rejects when it was refused. */
  say(text: string): Promise<void>;
  close(): void;
};

// A stream is silent for long, and so is what comes before its first event.
const streams = new Agent({ bodyTimeout: 0, headersTimeout: 0 });
const requests = new Agent({ connections: 128 });

/**
 * Opens a conversation as a chat window does, listens to its event stream, and tells of every text
 * that the flow says. `number` gives the visitor an address of its own: limits are by address.
 */
export async function openVisitor(
  baseUrl: string,
  slug: string,
  number: number,
  onText: (text: string) => void,
): Promise<Visitor> {
  const headers = {
    "content-type": "application/json",
    "x-forwarded-for": `198.18.${number >> 8}.${number & 255}`,
  };
  const post = async (path: string, body: object, authorization?: string) => {
    const answer = await request(`${baseUrl}${path}`, {
      method: "POST",
      dispatcher: requests,
      headers: authorization === undefined ? headers : { ...headers, authorization },
      body: JSON.stringify(body),
    });
    const text = await answer.body.text();
    if (answer.statusCode >= 300) throw new Error(`${path}: ${answer.statusCode} ${text}`);
    return JSON.parse(text);
  };
  const { token } = await post(`/chat/api/${slug}/conversations`, {});
  const authorization = `Bearer ${token}`;
  const ending = new AbortController();
  const stream = await request(`${baseUrl}/chat/api/stream?after=0`, {
    dispatcher: streams,
    headers: { ...headers, authorization },
    signal: ending.signal,
  });
  if (stream.statusCode !== 200) throw new Error(`no stream: ${stream.statusCode}`);
  let rest = "";
  stream.body.setEncoding("utf8");
  stream.body.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (!line.startsWith("data: ")) continue;
      const { type, message } = JSON.parse(line.slice("data: ".length));
      if (type === "message" && message.direction === "out") onText(message.content.text);
    }
  });
  stream.body.on("error", (error) => {
    if (!ending.signal.aborted) throw error;
  });
  let sent = 0;
  return {
    async say(text) {
      await post("/chat/api/messages", { clientId: `${number}-${sent++}`, text }, authorization);
    },
    close: () => ending.abort(),
  };
}

/** Visitors with numbers from `first`, each at the flow's first question. */
export async function openVisitors(
  baseUrl: string,
  slug: string,
  range: { first: number; count: number },
  onText: (text: string) => void = () => undefined,
): Promise<Visitor[]> {
  const visitors: Visitor[] = [];
  for (let index = 0; index < range.count; index++) {
    const asked = Promise.withResolvers<void>();
    const visitor = await openVisitor(baseUrl, slug, range.first + index, (text) => {
      if (text === question) asked.resolve();
      else onText(text);
    });
    await visitor.say("Hello");
    await asked.promise;
    visitors.push(visitor);
  }
  return visitors;
}

/** What the flow of these figures asks, over and over, and how it answers. */
export const question = "What next?";
export const answerTo = (text: string) => `You said ${text}`;
