import type { Bench } from "./burst-bench.ts";
import { until } from "./burst-until.ts";
import { chatFlow } from "./chat-flow.ts";
import { answerTo } from "./chat-visitor.ts";
import { runScript } from "./spawn-script.ts";

type Line = { conversation: string; direction: "in" | "out"; text: string };

/**
 * Sends `each` messages in every one of `conversations` at once, waits for the answers (90 s at
 * most), and compares by the transcripts what came in with what was answered.
 */
export async function answerTogether(bench: Bench, conversations: number, each: number) {
  const { slug } = await bench.publishFlow("Order figure", chatFlow());
  const startedAt = performance.now();
  const sent = await runScript<{ refused: number; ms: number }>(
    "burst-conversations.ts",
    ...[bench.baseUrl, slug, String(conversations), String(each)],
  );
  const wanted = conversations * each - sent.refused;
  const answered = answerTo("message ");
  const seconds = await until(async () => {
    const { rows } = await bench.pool.query<{ answers: number; seconds: number }>(
      `SELECT count(*) FILTER (WHERE direction = 'out')::int AS answers,
           extract(epoch FROM max(at) - min(at))::float8 AS seconds
         FROM messages WHERE content->>'text' LIKE $1 OR content->>'text' LIKE 'message %'`,
      [`${answered}%`],
    );
    const [row] = rows;
    const gaveUp = performance.now() - startedAt > 90_000;
    return row !== undefined && (row.answers >= wanted || gaveUp) ? row.seconds : undefined;
  });
  const { rows } = await bench.pool.query<Line>(
    `SELECT conversation_id AS conversation, direction, content->>'text' AS text
     FROM messages ORDER BY conversation_id, seq`,
  );
  const read = (wantedDirection: string, prefix: string) => {
    const texts = new Map<string, string[]>();
    for (const { conversation, direction, text } of rows) {
      if (direction !== wantedDirection || !text.startsWith(prefix)) continue;
      texts.set(conversation, [...(texts.get(conversation) ?? []), text]);
    }
    return texts;
  };
  const answers = read("out", answered);
  let violations = 0;
  let unanswered = 0;
  let compared = 0;
  for (const [conversation, said] of read("in", "message ")) {
    compared += said.length;
    const places = new Map(said.map((text, place) => [answerTo(text), place]));
    let last = -1;
    for (const answer of answers.get(conversation) ?? []) {
      const place = places.get(answer);
      // One that was never said, or a second answer, is out of order as well.
      if (place === undefined || place <= last) violations++;
      else last = place;
    }
    const heard = new Set(answers.get(conversation));
    unanswered += said.filter((text) => !heard.has(answerTo(text))).length;
  }
  return { refused: sent.refused, compared, unanswered, violations, perSecond: wanted / seconds };
}
