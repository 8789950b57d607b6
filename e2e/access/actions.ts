import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../driver/start-product.ts";

/** Every server action that the sources export: `people/actions.ts#invite`. */
export function declaredActions(): string[] {
  return globSync("app/**/*.{ts,tsx}", { cwd: repository })
    .flatMap((file) => {
      const source = readFileSync(join(repository, file), "utf8");
      if (!/^\s*["']use server["']/m.test(source)) return [];
      const exported = source.matchAll(/^export (?:const|(?:async )?function) (\w+)/gm);
      return [...exported].map(([, name = ""]) => actionName(file, name));
    })
    .sort();
}

/** Where a browser sends a server action, and under which id. */
export type ActionAddress = { id: string; path: string };

type Manifest = {
  node: {
    [id: string]: { filename: string; exportedName: string; workers: { [page: string]: unknown } };
  };
};

/** What the build has made of them: every action that can be called at all. */
export function builtActions(): Map<string, ActionAddress> {
  const file = join(repository, ".next/server/server-reference-manifest.json");
  const manifest = JSON.parse(readFileSync(file, "utf8")) as Manifest; /* as Next writes it */
  return new Map(
    Object.entries(manifest.node).map(([id, { filename, exportedName, workers }]) => {
      const pages = Object.keys(workers).sort((a, b) => a.split("[").length - b.split("[").length);
      return [actionName(filename, exportedName), { id, path: pathOf(pages[0] ?? "") }];
    }),
  );
}

/** Without the groups that say nothing in an address. */
function actionName(file: string, name: string): string {
  const parts = file.split(/[\\/]/).filter((part) => part !== "app" && !/^\(.*\)$/.test(part));
  return `${parts.join("/")}#${name}`;
}

/** An address that the page serves; whose it is does not matter to an action. */
function pathOf(page: string): string {
  const parts = page.split("/").slice(1, -1);
  const named = parts.filter((part) => !/^\(.*\)$/.test(part));
  return `/${named.map((part) => part.replace(/^\[.*\]$/, "nothing")).join("/")}`;
}
