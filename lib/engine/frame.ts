import type { Json } from "#lib/flow/json.ts";
import type { Collected } from "#lib/nodes/contract.ts";
import { ActivationCounter } from "./activation-limit.ts";
import type { Scope } from "./scope.ts";
import type { EarlyOutlet, StepRecord } from "./step-record.ts";
import { edgesFrom, followEdge, type Token } from "./token.ts";

/** Stands for the outlet of a step that failed in a loop that goes on all the same. */
export const givenUp = "given-up";

type LoopItems = NonNullable<EarlyOutlet["each"]>;

/** A step that runs a branch for each of its items. */
export class Loop {
  /** The step's own token: it goes on with it once every item is through. */
  readonly token: Token;
  readonly step: StepRecord;
  readonly port: string;
  readonly items: LoopItems;
  readonly #results: (Collected | undefined)[] = [];
  #next = 0;
  #open = 0;

  constructor(token: Token, step: StepRecord, port: string, items: LoopItems) {
    this.token = token;
    this.step = step;
    this.port = port;
    this.items = items;
  }

  /** The tokens that may begin now: those of further items, or in the end the step's own. */
  advance(): Token[] {
    const { items, atOnce } = this.items;
    const begun: Token[] = [];
    while (this.#open < atOnce && this.#next < items.length) {
      const tokens = this.#begin(this.#next++);
      begun.push(...tokens);
    }
    if (this.#open > 0 || this.#next < items.length) return begun;
    const collected = items.map(
      (item, index) => this.#results[index] ?? { ok: true, output: null, item },
    );
    return [{ ...this.token, collected, loopStep: this.step }];
  }

  finish(frame: Frame): void {
    this.#open -= 1;
    this.#results[frame.index] = frame.result;
  }

  #begin(index: number): Token[] {
    const item = this.items.items[index] ?? null;
    const frame = new Frame(this, index, item);
    const from = {
      ...this.token,
      frame,
      loop: `${this.token.loop}/${this.token.activationId}:${index}`,
    };
    const tokens = edgesFrom(this.token.node, this.port).map((edge) =>
      followEdge(from, edge, item),
    );
    if (tokens.length === 0) {
      this.#results[index] = { ok: true, output: item, item };
      return [];
    }
    this.#open += 1;
    frame.enter(tokens.length);
    return tokens;
  }
}

/** One round of a loop: what its branch sees, and how much of it is still under way. */
export class Frame {
  readonly loop: Loop;
  readonly index: number;
  readonly item: Json;
  result: Collected;
  /** Each round may take as many steps as a run. */
  readonly counter = new ActivationCounter();
  /** How many loops it lies within. */
  readonly nesting: number;
  /** Tokens live, waiting or held at a join. */
  #open = 0;
  #scope: Scope | undefined;

  constructor(loop: Loop, index: number, item: Json) {
    this.loop = loop;
    this.nesting = (loop.token.frame?.nesting ?? 0) + 1;
    this.index = index;
    this.item = item;
    this.result = { ok: true, output: item, item };
  }

  /** The scope of this round: outputs of its steps stay in it, variables are the run's. */
  scopeWithin(outer: Scope): Scope {
    this.#scope ??= {
      ...outer,
      nodes: { ...outer.nodes },
      loop: { item: this.item, index: this.index, count: this.loop.items.items.length },
    };
    return this.#scope;
  }

  /** The round's result is what its last step left; once one has failed, that. */
  saw({ state, port, output }: Pick<StepRecord, "state" | "port" | "output">): void {
    if (!this.result.ok) return;
    this.result = {
      ok: state !== "failed" || (port !== null && port !== givenUp),
      output,
      item: this.item,
    };
  }

  enter(tokens = 1): void {
    this.#open += tokens;
  }

  /** Returns the tokens that may begin because this round has ended. */
  leave(tokens = 1): Token[] {
    this.#open -= tokens;
    if (this.#open > 0) return [];
    this.loop.finish(this);
    return this.loop.advance();
  }
}

/** What a token's templates see, given the run's own scope. */
export function scopeOf(token: Token, run: Scope): Scope {
  return token.frame === null ? run : frameScope(token.frame, run);
}

function frameScope(frame: Frame, run: Scope): Scope {
  return frame.scopeWithin(scopeOf(frame.loop.token, run));
}
