/** What Patchbay says of itself is English; half a second, like two, takes the plural. */
const rules = new Intl.PluralRules("en");

/** The word or sentence that goes with a number: `one` for 1 and -1, else `many`. */
export function oneOrMany(count: number, one: string, many: string): string {
  return rules.select(count) === "one" ? one : many;
}

/** “1 run”, “1,200 runs”, “3 entries”. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en")} ${oneOrMany(count, one, many)}`;
}
