/** What a visitor sends; `file`: the address of a file that was uploaded before. */
export type Sent = { clientId: string; text: string; value: string | null; file: string | null };

/** Why something was not sent, in a sentence; `final`: nothing can be sent here any more. */
export type Failure = { error: string; final: boolean };

/** Refusals after which nothing can be sent in this conversation any more. */
const final: ReadonlySet<unknown> = new Set(["chat_closed", "conversation_not_found"]);

const offline: Failure = { error: "No connection: this message was not sent.", final: false };

/** Undefined when the message is on the server's disk. */
export async function postMessage(token: string, sent: Sent): Promise<Failure | undefined> {
  try {
    const response = await fetch("/chat/api/messages", {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(sent),
    });
    return response.ok ? undefined : failureIn(await response.json().catch(() => null));
  } catch {
    return offline;
  }
}

/**
 * Hands a file over. `onProgress` hears which part of it has gone out, from 0 to 1.
 *
 * @returns the address to send it by
 */
export function uploadFile(
  token: string,
  file: File,
  onProgress: (part: number) => void,
): Promise<{ address: string } | Failure> {
  return new Promise((resolve) => {
    // `fetch` does not tell how far an upload has come.
    const request = new XMLHttpRequest();
    request.open("POST", `/chat/api/files?${new URLSearchParams({ name: file.name })}`);
    request.setRequestHeader("authorization", `Bearer ${token}`);
    request.setRequestHeader("content-type", file.type || "application/octet-stream");
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total);
    request.onerror = () => resolve(offline);
    request.onload = () => {
      const { url } = Object(request.response) as { url?: unknown };
      const taken = request.status === 201 && typeof url === "string";
      resolve(taken ? { address: url } : failureIn(request.response));
    };
    request.send(file);
  });
}

function failureIn(problem: unknown): Failure {
  const { message, next, code } = Object(problem) as {
    message?: unknown;
    next?: unknown;
    code?: unknown;
  };
  if (typeof message !== "string") {
    return { error: "This message could not be sent.", final: false };
  }
  const advice = typeof next === "string" ? ` ${next}` : "";
  return { error: `${message}${advice}`, final: final.has(code) };
}
