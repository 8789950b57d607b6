import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";

/** The loopback port a database folder used last, when it is still free, else a free one; kept. */
export async function choosePort(folder: string): Promise<number> {
  const file = join(folder, "port");
  const last = Number(await readFile(file, "utf8").catch(() => ""));
  if (Number.isInteger(last) && last > 0 && last < 65_536 && (await listenOnce(last)) === last) {
    return last;
  }
  const port = await listenOnce(0);
  if (port === undefined) throw new Error("No free port on 127.0.0.1 for the built-in database.");
  await writeFile(file, `${port}\n`);
  return port;
}

/** Opens and closes a port; returns its number, or undefined when it is taken. */
async function listenOnce(port: number): Promise<number | undefined> {
  const server = createServer();
  return await new Promise((resolve) => {
    server.once("error", () => resolve(undefined));
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      const found = typeof address === "object" && address !== null ? address.port : undefined;
      server.close(() => resolve(found));
    });
  });
}
