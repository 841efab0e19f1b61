import { DurableObject } from "cloudflare:workers";
import { RegionStore } from "./region-store.ts";

/** Who is where in a region now: a view that trips feed and dispatchers watch. */
export class RegionObject extends DurableObject<Env> {
  readonly #store: RegionStore;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#store = new RegionStore(ctx.storage);
  }

  /** For health checks. */
  probe(): number {
    return this.#store.schemaSize();
  }
}
