import { createServer } from "node:http";
import { Pool } from "pg";

/**
 * The floor of the `webhook` figure, in a process of its own: bare `node:http`, one fetch with
 * keep-alive to the upstream, one committed insert through a pool of 16.
 */
const [port, upstream, databaseUrl] = process.argv.slice(2);
const pool = new Pool({ connectionString: databaseUrl, max: 16 });
await pool.query(
  "CREATE TABLE IF NOT EXISTS floor_requests (id bigserial PRIMARY KEY, body jsonb NOT NULL, answer jsonb NOT NULL)",
);

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    void serve(Buffer.concat(chunks).toString("utf8")).then(
      (answer) => {
        response.writeHead(200, { "content-type": "application/json" });
        response.end(answer);
      },
      (error: unknown) => {
        response.writeHead(500);
        response.end(String(error));
      },
    );
  });
});

async function serve(body: string): Promise<string> {
  const answer = await fetch(upstream ?? "");
  const value = await answer.json();
  await pool.query({
    name: "floor",
    text: "INSERT INTO floor_requests (body, answer) VALUES ($1, $2)",
    values: [body, JSON.stringify(value)],
  });
  return JSON.stringify({ ok: true, value });
}

server.listen(Number(port), "127.0.0.1", () => process.send?.("ready"));
