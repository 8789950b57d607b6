/** Operations whose request the judge refuses, each with the reason why that is not ours to mend. */
export const judgedExceptions: { [system: string]: { [operation: string]: string } } = {
  stripe: {
    PostFiles: "A file to upload: the judge reads no multipart bodies.",
    PostWebhookEndpoints: "The description names a version twice, which the judge cannot compile.",
  },
  github: {
    "gists/update": "The description says null is allowed, and asks for a field of what is null.",
    "actions/get-workflow": "A number in an address is a text as well, so both choices hold.",
    "actions/disable-workflow": "A number in an address is a text as well, so both choices hold.",
    "actions/create-workflow-dispatch":
      "A number in an address is a text as well, so both choices hold.",
    "actions/enable-workflow": "A number in an address is a text as well, so both choices hold.",
    "actions/list-workflow-runs": "A number in an address is a text as well, so both choices hold.",
    "actions/get-workflow-usage": "A number in an address is a text as well, so both choices hold.",
    "dependency-graph/create-repository-snapshot":
      "The description says nullable without a type, which the judge cannot compile.",
    "issues/create":
      "The description says nullable without a type, which the judge cannot compile.",
    "issues/update":
      "The description says nullable without a type, which the judge cannot compile.",
    "repos/upload-release-asset": "The body is a file, and the figure has none.",
    "users/create-public-ssh-key-for-authenticated-user":
      "No example is given, and nothing made up is an SSH key.",
    "users/create-ssh-signing-key-for-authenticated-user":
      "No example is given, and nothing made up is an SSH key.",
  },
};
