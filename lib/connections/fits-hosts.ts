/** Whether an address is at one of these hosts: `api.example.com, *.example.org, localhost:8080`. */
export function fitsHosts(url: URL, hosts: string): boolean {
  return hostsIn(hosts).some((entry) => {
    const host = entry.includes(":") ? url.host : url.hostname;
    return entry.startsWith("*.") ? host.endsWith(entry.slice(1)) : host === entry;
  });
}

/** The hosts of a list, in lower case. */
export function hostsIn(hosts: string): string[] {
  return hosts
    .split(",")
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== "");
}

/** Whether a connection's settings let it be sent to an address; without any hosts, they do. */
export function mayReach(settings: unknown, url: URL): boolean {
  const given = typeof settings === "object" && settings !== null ? { ...settings } : {};
  const hosts = "allowedHosts" in given ? given.allowedHosts : "";
  return typeof hosts !== "string" || hosts.trim() === "" || fitsHosts(url, hosts);
}
