import type { ShowCondition } from "#lib/flow/is-shown.ts";

/**
 * What the inspector shows for one setting of a node. Fields are plain data: the inspector, the
 * linter and the documentation are generated from them.
 */
type FieldBase = {
  label: string;
  /** One or two plain sentences below the input. */
  help?: string;
  placeholder?: string;
  /** An empty value is a problem to the linter: "needs setup". */
  required?: boolean;
  /** Not required while one of these fields beside it has a text. */
  requiredUnless?: readonly string[];
  /** Show only while another field of the same level holds one of these values: see `isShown`. */
  showWhen?: ShowCondition;
  /**
   * Where the inspector shows it; default "setup". `failure`: in the tab Settings, among what happens
   * when the step fails.
   */
  tab?: "setup" | "settings" | "failure";
};

/** One line or several; `templated` allows `{{ }}` and gives it the variable picker. */
export type TextField = FieldBase & {
  kind: "text";
  templated?: boolean;
  multiline?: boolean;
  /** Several lines that are no prose: even letters, room for some lines, no spelling. */
  code?: boolean;
  /** The shape the resolved value must have; the linter checks values without templates. */
  format?: "url" | "https-url" | "email" | "pattern";
  /** The text is XML: inserted values are escaped. */
  inserts?: "xml";
  maxLength?: number;
};

export type NumberField = FieldBase & {
  kind: "number";
  templated?: boolean;
  min?: number;
  max?: number;
  step?: number;
  /** Shown behind the input, as "ms" or "seconds". */
  unit?: string;
};

export type BooleanField = FieldBase & { kind: "boolean" };

export type SelectField = FieldBase & {
  kind: "select";
  options: readonly { value: string; label: string; help?: string }[];
  /** `segmented` for two to four short options. */
  appearance?: "menu" | "segmented";
};

/** JSON text whose templates are inserted as JSON, inside strings and as whole values. */
export type JsonField = FieldBase & { kind: "json"; templated?: boolean };

/** A list of rows or cards, each with the same fields; stored as an array of objects. */
export type ListField = FieldBase & {
  kind: "list";
  /** What one entry is called: "header", "button". */
  itemLabel: string;
  item: { [key: string]: Field };
  /** `row` puts an entry's fields side by side. */
  appearance?: "row" | "card";
  max?: number;
  /** What a new entry starts with; an `id` key gets a fresh id. */
  newItem: { [key: string]: unknown };
};

/** Short strings as tags; with `options`, only those. */
export type TagsField = FieldBase & {
  kind: "tags";
  itemLabel: string;
  max?: number;
  options?: readonly string[];
};

/** Condition rules: `{ match: "all" | "any", rules: [{ left, operator, right }] }`. */
export type RulesField = FieldBase & { kind: "rules" };

/** A variable's name, suggested from those the flow knows. */
export type VariableField = FieldBase & { kind: "variable" };

/** A time zone by its IANA name, as `Europe/Berlin`. */
export type TimeZoneField = FieldBase & { kind: "time-zone" };

/** A calendar day, stored as `2026-12-25`. */
export type DateField = FieldBase & { kind: "date" };

/** Opening hours for each weekday: `{ monday: [{ from: "09:00", to: "17:00" }], … }`. */
export type WeeklyHoursField = FieldBase & { kind: "weekly-hours" };

/** The trigger's public address, to copy; stores nothing. */
export type AddressField = FieldBase & { kind: "address"; of: "hook" | "chat" };

/** When a schedule is due; stored as an object (see lib/schedules/schedule-setting.ts). */
export type ScheduleField = FieldBase & { kind: "schedule" };

/** Another flow of the workspace, by its id. */
export type FlowField = FieldBase & {
  kind: "flow";
  /** How the empty choice is called; without it, a flow must be chosen. */
  anyLabel?: string;
};

/**
 * One of the things that the other side has now, by its id; any other text may be typed in. The node's
 * executor lists them under the field's key.
 */
export type ChoiceField = FieldBase & {
  kind: "choice";
  /** The settings whose values decide what there is; of the whole step. */
  dependsOn?: readonly string[];
  maxLength?: number;
};
/** An operation of a system with what is filled in for it (see lib/systems/api-call.ts). */
export type ApiCallField = FieldBase & {
  kind: "api-call";
  /** The system is the one that was chosen there, in another field of this kind. */
  sameSystemAs?: string;
};

export type Field =
  | TextField
  | NumberField
  | BooleanField
  | SelectField
  | JsonField
  | ListField
  | TagsField
  | RulesField
  | VariableField
  | TimeZoneField
  | DateField
  | WeeklyHoursField
  | AddressField
  | ScheduleField
  | FlowField
  | ChoiceField
  | ApiCallField;

export type FieldKind = Field["kind"];
export type Fields = { [key: string]: Field };
