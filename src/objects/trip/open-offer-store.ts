import { OfferEnded, OfferMade } from "../../protocol/live/driver-down.ts";
import { OpenOffer } from "../../protocol/offer.ts";
import type { Migration } from "../lib/sqlite-migrations.ts";

export const OFFER_TABLES: Migration = {
  id: "0004-offers",
  sql: "CREATE TABLE offers (id TEXT PRIMARY KEY, until INTEGER NOT NULL, body TEXT NOT NULL) WITHOUT ROWID",
};

/** What the driver is being asked, so that a phone that comes back finds it. */
export class OpenOffers {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Notes come in order and perhaps twice. Says what the driver has to be told. */
  take(text: string): OfferMade | OfferEnded {
    const json: unknown = JSON.parse(text);
    const made = OfferMade.safeParse(json);
    if (made.success) {
      const { offer } = made.data;
      this.#sql.exec("INSERT OR REPLACE INTO offers VALUES (?, ?, ?)", offer.id, offer.until, JSON.stringify(offer));
      return made.data;
    }
    const ended = OfferEnded.parse(json);
    this.#sql.exec("DELETE FROM offers WHERE id = ?", ended.offerId);
    return ended;
  }

  /** One whose time is over is no offer any more, whatever has not been heard yet. */
  all(now: number): OpenOffer[] {
    return this.#sql
      .exec<{ body: string }>("SELECT body FROM offers WHERE until > ? ORDER BY until", now)
      .toArray()
      .map(({ body }) => OpenOffer.parse(JSON.parse(body)));
  }
}
