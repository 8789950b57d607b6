"use client";
import { useSearchParams } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";
import { type AddressValues, type Choices, readAddress, writeAddress } from "./read-address.ts";

/** Between two changes of the address, in ms: browsers refuse one that changes at every key. */
const settleMs = 300;

/**
 * State that lives in the address's query, so that a reload, a way back and a shared link keep it.
 * It adds no history of its own. `defaults` and `choices` have to be constants.
 */
export function useAddress<T extends AddressValues>(
  defaults: T,
  choices: Choices<T>,
): [values: T, change: (patch: Partial<T>) => void] {
  const query = useSearchParams();
  const [values, setValues] = useState(() => readAddress(query, defaults, choices));
  const written = useRef(query.toString());
  const writtenAt = useRef(0);

  const change = useCallback(
    (patch: Partial<T>) => setValues((before) => ({ ...before, ...patch })),
    [],
  );

  useEffect(() => {
    const write = () => {
      const now = new URLSearchParams(window.location.search);
      const next = writeAddress(now, values, defaults);
      written.current = next;
      if (next === now.toString()) return;
      writtenAt.current = Date.now();
      const { pathname, hash } = window.location;
      window.history.replaceState(null, "", `${pathname}${next === "" ? "" : `?${next}`}${hash}`);
    };
    const wait = writtenAt.current + settleMs - Date.now();
    if (wait <= 0) return write();
    const timer = setTimeout(write, wait);
    return () => clearTimeout(timer);
  }, [values, defaults]);

  // Somebody else's change, such as a link to the bare list. Our own come back here too, late.
  useEffect(() => {
    const given = query.toString();
    if (given === written.current) return;
    if (given !== new URLSearchParams(window.location.search).toString()) return;
    written.current = given;
    setValues(readAddress(query, defaults, choices));
  }, [query, defaults, choices]);

  return [values, change];
}
