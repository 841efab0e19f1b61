import { DurableObject } from "cloudflare:workers";
import { TripStore } from "./trip-store.ts";

/** Everything that happens on one live trip, in order: the single writer between driver, dispatcher and customer. */
export class TripObject extends DurableObject<Env> {
  readonly #store: TripStore;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#store = new TripStore(ctx.storage);
  }

  /** For health checks. */
  probe(): number {
    return this.#store.schemaSize();
  }
}
