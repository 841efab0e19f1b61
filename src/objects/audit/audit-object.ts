import { DurableObject } from "cloudflare:workers";
import { type AuditFacts, type ChainHead, type ChainLink, nextLink } from "../../domain/audit-chain.ts";
import { chainHash } from "../../platform/chain-hash.ts";
import { AuditStore } from "./audit-store.ts";

/** One tenant's audit chain: its single writer, so that no two entries ever follow the same one. */
export class AuditObject extends DurableObject<Env> {
  readonly #store: AuditStore;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#store = new AuditStore(ctx.storage);
  }

  /**
   * Gives each entry its link, once: an entry whose link may not have reached Postgres keeps it. Returns all links
   * without a confirmation, those of earlier calls included.
   */
  async seal(entries: AuditFacts[]): Promise<ChainLink[]> {
    const [first] = entries;
    if (!first) return this.#store.unconfirmed();
    const tenant = this.#store.tenant() ?? first.tenantId;
    if (entries.some((entry) => entry.tenantId !== tenant)) throw new Error("an entry of another tenant");
    // Hashing lets other calls in, and two of them must not continue from the same head.
    return this.ctx.blockConcurrencyWhile(async () => {
      const known = new Set(this.#store.unconfirmed().map(({ id }) => id));
      const hash = chainHash(this.env.HMAC_KEY);
      const links: ChainLink[] = [];
      for (const entry of entries) {
        if (!known.has(entry.id)) links.push(await nextLink(hash, links.at(-1) ?? this.#store.head(), entry));
      }
      this.#store.append(tenant, links);
      return this.#store.unconfirmed();
    });
  }

  /** Everything up to this number is in Postgres. */
  confirm(number: number): void {
    this.#store.confirm(number);
  }

  /** Where the chain ends, for checking that nobody cut off the end of what Postgres has. */
  head(): ChainHead {
    return this.#store.head();
  }
}
