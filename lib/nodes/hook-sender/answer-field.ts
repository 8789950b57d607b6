import type { SelectField } from "../fields.ts";
import type { HookProduct } from "./product.ts";

/** What happens with the answer; a service that cannot answer does not offer to use it. */
export function answerField({ name, starts, answers }: HookProduct): SelectField {
  return {
    kind: "select",
    label: "Afterwards",
    options: [
      {
        value: "accepted",
        label: `Go on once ${name} has the data`,
        help: `The ${starts} runs on its own.${answers === undefined ? ` ${name} cannot answer with data.` : ""}`,
      },
      ...(answers === undefined
        ? []
        : [
            {
              value: "response",
              label: "Use the answer",
              help: `Later steps get what the ${starts} answers. ${answers.help}`,
            },
          ]),
      {
        value: "callback",
        label: "Wait for a call back",
        help: `The data carries a one-time address; the step goes on when the ${starts} calls it.`,
      },
    ],
  };
}
