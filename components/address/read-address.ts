/** What a list is narrowed to, as texts by their name in the address's query. */
export type AddressValues = { readonly [name: string]: string };

/** The values that a name may have; a name that is not here may have any. */
export type Choices<T extends AddressValues> = { readonly [Name in keyof T]?: readonly string[] };

const longest = 200;

/**
 * The values that a query holds, each its default when it is missing, longer than 200 characters or
 * none of the choices: an address is typed, shared and outlives what it once named.
 */
export function readAddress<T extends AddressValues>(
  query: URLSearchParams,
  defaults: T,
  choices: Choices<T>,
): T {
  const values: { [name: string]: string } = { ...defaults };
  for (const name of Object.keys(defaults)) {
    const value = query.get(name);
    if (value === null || value.length > longest) continue;
    if (choices[name]?.includes(value) ?? true) values[name] = value;
  }
  return values as T /* the same names as the defaults, texts all of them */;
}

/** The query with these values in it: defaults are left out, names of others stay. */
export function writeAddress<T extends AddressValues>(
  query: URLSearchParams,
  values: T,
  defaults: T,
): string {
  const next = new URLSearchParams(query);
  for (const name of Object.keys(defaults)) {
    const value = values[name] ?? "";
    // Taken out first, so that the same values are the same address, whichever was chosen first.
    next.delete(name);
    if (value !== defaults[name]) next.append(name, value);
  }
  return next.toString();
}
