"use client";
import { createContext, type ReactNode, useContext } from "react";
import type { Json } from "#lib/flow/json.ts";
import type { Problem } from "#lib/flow/problem.ts";
import type { RootNames, VariableGroup } from "./variables/variable-group.ts";

/** What fields know of the flow around them; the inspector provides it. */
export type FieldScope = {
  readOnly: boolean;
  /** Whoever looks may make connections and import systems. */
  mayManage: boolean;
  /** What templates can insert here, nearest first. */
  groups: readonly VariableGroup[];
  /** Every step's name by its root, also of those that cannot be used here. */
  names: RootNames;
  /** The variables' names, to suggest. */
  variables: readonly string[];
  /** Problems by the field's path, such as `branches.0.name`. */
  problems: ReadonlyMap<string, Problem[]>;
  /** The step whose settings these are, for what is looked up on the other side. */
  step: {
    flowId: string;
    type: string;
    connectionId: string | null;
    config: { [key: string]: Json };
  } | null;
  /** The path of the field to scroll to and focus. */
  focusedField: string | null;
  /** Public addresses; null where there is none yet. */
  hookAddress: string | null;
  /** `websites`: the setting of where the embedded chat shows. */
  chatAddress: { page: string; embed: string; websites: ReactNode } | null;
};

const empty: FieldScope = {
  readOnly: false,
  mayManage: false,
  groups: [],
  names: new Map(),
  variables: [],
  problems: new Map(),
  step: null,
  focusedField: null,
  hookAddress: null,
  chatAddress: null,
};

const Context = createContext<FieldScope>(empty);

export const FieldScopeProvider = Context.Provider;

export function useFieldScope(): FieldScope {
  return useContext(Context);
}

/**
 * Reports a new value. `typedInto` names the input while it is being typed into, so that a burst of
 * keystrokes becomes one undo step.
 */
export type ChangeValue = (value: Json, typedInto?: string) => void;
