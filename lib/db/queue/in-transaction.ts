import type { Pool, PoolClient } from "pg";

/**
 * Runs `work` in a transaction on one connection: committed when it resolves, rolled back when it
 * throws. Whatever needs the connection must wait for what came before: it does one thing at a time.
 */
export async function inTransaction<T>(
  pool: Pick<Pool, "connect">,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  // Nobody else listens while it is ours, and a connection that breaks would end the process.
  const onError = () => {
    broken = true;
  };
  client.on("error", onError);
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    // A connection that cannot even roll back is not given to anybody else.
    await client.query("ROLLBACK").catch(() => {
      broken = true;
    });
    throw error;
  } finally {
    client.off("error", onError);
    client.release(broken);
  }
}
