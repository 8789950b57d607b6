import { type AllowList, plainHost, readAllowList } from "./allow-list.ts";

const nobody = readAllowList([]);

/**
 * The one rule for addresses that an admin writes down, and to which Patchbay then sends something
 * confidential by itself: https, or http where the operator's list allows that very host and port.
 *
 * Why an address does not fit, in one sentence; undefined when it does.
 */
export function explainReceiver(address: string, allow: AllowList = nobody): string | undefined {
  const url = URL.parse(address);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) {
    return "Enter a whole address that starts with https://.";
  }
  if (url.username !== "" || url.password !== "") {
    return "Leave user name and password out of the address.";
  }
  if (url.protocol === "https:" || isListed(url, allow)) return undefined;
  return "Use an address that starts with https://. Plain http:// goes to hosts only that whoever runs Patchbay has allowed.";
}

function isListed({ hostname, port }: URL, allow: AllowList): boolean {
  const host = plainHost(hostname);
  const number = port === "" ? 80 : Number(port);
  return allow.allowsHost(host, number) || allow.allowsAddress(host, number);
}
