/** Why a run of a conversation cannot be started again, for whoever would like to. */
export const whyNotAgain =
  "A conversation cannot be had again without its visitor. Try the flow in its chat preview.";
