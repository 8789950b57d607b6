import type { KindServer } from "../kind-server.ts";
import { filled, text } from "../parts.ts";
import { callWith, explainStatus } from "../read-address.ts";

/** OpenAI's headers (platform.openai.com/docs/api-reference/authentication). */
export const server: KindServer = {
  authorise(request, connection) {
    const { settings, secrets } = connection;
    request.headers.authorization = `Bearer ${filled(secrets.apiKey, connection)}`;
    const organization = text(settings.organization);
    const project = text(settings.project);
    if (organization !== "") request.headers["openai-organization"] = organization;
    if (project !== "") request.headers["openai-project"] = project;
  },
  async test(connection, tools) {
    const base = filled(connection.settings.baseUrl, connection).replace(/\/+$/, "");
    const url = `${base}/models`;
    const { host } = new URL(url);
    const { status, body } = await callWith(connection, tools, { method: "GET", url });
    if (status === 403) {
      const message = `${host} knows the key, but does not let it list models (status 403). Give it the right “Models: Read”, or check organisation and project.`;
      return { ok: false, message };
    }
    if (status >= 400) return { ok: false, message: explainStatus(status, host) };
    const count = countModels(body);
    return count === undefined
      ? {
          ok: false,
          message: `${host} answered, but not with a list of models. Check the base address.`,
        }
      : {
          ok: true,
          message: `${host} accepted the key: ${count} ${count === 1 ? "model" : "models"}.`,
        };
  },
};

function countModels(body: Uint8Array): number | undefined {
  try {
    const answer: unknown = JSON.parse(Buffer.from(body).toString("utf8"));
    if (typeof answer !== "object" || answer === null || !("data" in answer)) return undefined;
    return Array.isArray(answer.data) ? answer.data.length : undefined;
  } catch {
    return undefined;
  }
}
