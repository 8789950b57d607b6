import { UserError } from "#lib/errors/user-error.ts";

/** As many flows may hand something on to one another through hooks. */
const mostHops = 5;

/**
 * Refuses a request that flows have handed on to one another too often, as the header says that they
 * send along. A service that leaves the header away is not noticed here.
 *
 * @throws UserError `too_many_hops`
 */
export function refuseLoop(header: string | string[] | undefined): void {
  if (!(Number(header) > mostHops)) return;
  throw new UserError(
    "too_many_hops",
    `This call has come through ${mostHops} flows already: they seem to call each other in a circle.`,
    { next: "Look at which flows send to which hooks, and break the circle." },
  );
}
