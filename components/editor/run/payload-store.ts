import { create } from "zustand";

/** What people typed as test input, by flow and trigger; kept while the page is open. */
export const usePayloads = create<{
  texts: { [key: string]: string };
  set: (key: string, text: string | undefined) => void;
}>((set) => ({
  texts: {},
  set: (key, text) =>
    set(({ texts }) => {
      const { [key]: _, ...others } = texts;
      return { texts: text === undefined ? others : { ...others, [key]: text } };
    }),
}));
