import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { access } from "./access.ts";
import { bundle } from "./bundle.ts";
import { burst } from "./burst.ts";
import { canary } from "./canary.ts";
import { chat } from "./chat.ts";
import { crash } from "./crash.ts";
import { database } from "./database.ts";
import { drain } from "./drain.ts";
import { egress } from "./egress.ts";
import { fence } from "./fence.ts";
import type { Figure, Row } from "./figure.ts";
import { hostileHttp } from "./hostile-http.ts";
import { http } from "./http.ts";
import { latency } from "./latency.ts";
import { rotation } from "./rotation.ts";
import { start } from "./start.ts";
import { webhook } from "./webhook.ts";

const figures: readonly Figure[] = [
  webhook,
  start,
  bundle,
  latency,
  burst,
  chat,
  crash,
  database,
  drain,
  fence,
  rotation,
  egress,
  canary,
  access,
  hostileHttp,
  http,
];

function print(line = ""): void {
  process.stdout.write(`${line}\n`);
}

function listFigures(): void {
  print("Figures. Run one with: npm run figures -- <name> [--json FILE]\n");
  for (const figure of figures) {
    print(`${figure.name.padEnd(10)} ${figure.summary}`);
    for (const bar of figure.bars) print(`${"".padEnd(11)}bar: ${bar}`);
  }
}

function printTable(rows: readonly Row[]): void {
  const shown = rows.map((row) => [
    row.name,
    `${row.value.toLocaleString("en-US", { maximumFractionDigits: row.value < 10 ? 2 : 0 })} ${row.unit}`.trim(),
    row.bar,
    row.bar === "" ? "" : row.ok ? "ok" : "MISSED",
  ]);
  const widths = [0, 1, 2].map((column) =>
    Math.max(...shown.map((cells) => cells[column]?.length ?? 0)),
  );
  print();
  for (const cells of shown) {
    print(
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("   ")
        .trimEnd(),
    );
  }
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { json: { type: "string" } },
    allowPositionals: true,
  });
  if (positionals.length === 0) {
    listFigures();
    return 0;
  }
  const rows: Row[] = [];
  for (const name of positionals) {
    const figure = figures.find((candidate) => candidate.name === name);
    if (figure === undefined) {
      print(
        `There is no figure called ${name}. Known: ${figures.map((known) => known.name).join(", ")}.`,
      );
      return 2;
    }
    print(`${figure.name}: ${figure.summary}`);
    const result = await figure.run(print);
    rows.push(...result.rows);
    printTable(result.rows);
  }
  if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(rows, null, 2)}\n`);
  return rows.every((row) => row.ok) ? 0 : 1;
}

process.exitCode = await main();
