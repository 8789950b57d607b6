/**
 * Where the backup is called: at the address given for it or, when that names only a host, at the same
 * path there, parameters included.
 */
export function backupAddress(address: string, backup: string): string {
  const from = URL.parse(address.trim());
  const to = URL.parse(backup.trim());
  if (from === null || to === null || to.pathname !== "/" || to.search !== "") return backup.trim();
  return `${to.origin}${from.pathname}${from.search}`;
}
