/** Media types whose file names end so, for answers that are not given a name. */
const endings: { [type: string]: string } = {
  "application/pdf": "pdf",
  "application/json": "json",
  "application/xml": "xml",
  "application/zip": "zip",
  "text/csv": "csv",
  "text/plain": "txt",
  "text/html": "html",
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/gif": "gif",
  "image/webp": "webp",
};

/**
 * What an answer's file is called: as the other side says (RFC 6266), else by the last part of the
 * address, else by its type.
 */
export function fileNameOf(headers: Record<string, string>, url: string): string {
  const disposition = headers["content-disposition"] ?? "";
  const extended = /filename\*\s*=\s*utf-8''([^;]+)/i.exec(disposition)?.[1];
  const plain = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]+))/i.exec(disposition);
  const given = decoded(extended) ?? plain?.[1]?.replace(/\\(.)/g, "$1") ?? plain?.[2]?.trim();
  if (given !== undefined && given !== "") return given;
  const last = decoded(URL.parse(url)?.pathname.split("/").at(-1)) ?? "";
  if (/\.\w{1,8}$/.test(last)) return last;
  const type = (headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  const ending = endings[type] ?? "bin";
  return `${last === "" ? "answer" : last}.${ending}`;
}

function decoded(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
