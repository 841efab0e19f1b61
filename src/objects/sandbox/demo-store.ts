import * as z from "zod";
import { DemoTrip } from "../../protocol/api/demo-window.ts";
import { RegionId, TenantId, UserId } from "../../protocol/ids.ts";
import type { Migration } from "../lib/sqlite-migrations.ts";

export const DEMO_MIGRATION: Migration = {
  id: "0002-demo",
  sql: "CREATE TABLE demo (only INTEGER PRIMARY KEY CHECK (only = 1), body TEXT NOT NULL)",
};

const Shown = z.strictObject({
  trip: DemoTrip,
  at: z.number(),
  tenantId: TenantId,
  userId: UserId,
  regionIds: z.array(RegionId).nullable(),
  sessionId: z.string(),
});
type Shown = z.infer<typeof Shown>;

/** The one trip that the start page shows. */
export class DemoStore {
  readonly #sql: SqlStorage;

  /** Its table is made with the sandbox's other ones. */
  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  show(demo: Shown): void {
    this.#sql.exec("INSERT OR REPLACE INTO demo VALUES (1, ?)", JSON.stringify(demo));
  }

  shown(): Shown | null {
    const [row] = this.#sql.exec<{ body: string }>("SELECT body FROM demo").toArray();
    // What an older version kept is of no use to this one, and the next word comes within seconds.
    return row ? (Shown.safeParse(JSON.parse(row.body)).data ?? null) : null;
  }
}
