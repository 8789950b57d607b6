import autocannon from "autocannon";

/**
 * The load generator, in a process of its own. Arguments: address, connections, seconds. Prints one
 * JSON line: requests a second, p50 and p99 in ms, answers by class.
 */
const [url, connections, seconds] = process.argv.slice(2);
const result = await autocannon({
  url: url ?? "",
  connections: Number(connections),
  duration: Number(seconds),
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ order: 1042, customer: { name: "Ada", city: "Berlin" } }),
});
process.stdout.write(
  `${JSON.stringify({
    requests: result["2xx"],
    perSecond: result["2xx"] / result.duration,
    p50: result.latency.p50,
    mean: result.latency.mean,
    p99: result.latency.p99,
    failed: result.non2xx + result.errors,
  })}\n`,
);
