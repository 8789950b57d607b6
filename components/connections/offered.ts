type Option = { value: string; label: string };

/** What a list of choices shows: those that match a search, the `first` ones above. */
export function offered(
  options: readonly Option[],
  first: readonly string[],
  search: string,
): Option[] {
  const words = search.toLowerCase().split(/\s+/);
  const matching = options.filter(({ label }) =>
    words.every((word) => label.toLowerCase().includes(word)),
  );
  const isFirst = ({ value }: Option) => first.includes(value);
  return [...matching.filter(isFirst), ...matching.filter((option) => !isFirst(option))];
}
