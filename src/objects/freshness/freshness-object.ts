import { DurableObject } from "cloudflare:workers";
import { FactKind, type FactMarks } from "../../protocol/fact-kind.ts";
import { FreshnessStore } from "./freshness-store.ts";

/** Counts a tenant's changes, so that no runtime gives an answer again that somebody has made old elsewhere. */
export class FreshnessObject extends DurableObject<Env> {
  readonly #store = new FreshnessStore(this.ctx.storage);

  marks(): FactMarks {
    return this.#store.marks();
  }

  changed(kinds: readonly FactKind[]): void {
    const now = Date.now();
    for (const kind of FactKind.array().parse(kinds)) this.#store.count(kind, now);
  }
}
