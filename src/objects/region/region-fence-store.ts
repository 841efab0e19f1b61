import * as z from "zod";
import { LiveFence, type RegionFences } from "../../protocol/live/live-fence.ts";
import type { Migration } from "../lib/sqlite-migrations.ts";

export const FENCE_TABLE: Migration = {
  id: "0003-fences",
  sql: `
    CREATE TABLE fences (id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE fences_version (only INTEGER PRIMARY KEY CHECK (only = 1), version INTEGER NOT NULL);
  `,
};

const FenceRow = z.object({ id: z.string(), body: z.string() });

/** A region's active geofences as Postgres has them. Trips ask here, so that fences need no database. */
export class RegionFenceStore {
  readonly #storage: DurableObjectStorage;
  #version: number;
  #all: RegionFences | null = null;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    const [row] = storage.sql.exec<{ version: number }>("SELECT version FROM fences_version");
    this.#version = row?.version ?? 0;
  }

  get version(): number {
    return this.#version;
  }

  all(): RegionFences {
    if (this.#all?.version === this.#version) return this.#all;
    const fences = this.#rows().map(({ body }) => LiveFence.parse(JSON.parse(body)));
    return (this.#all = { version: this.#version, fences });
  }

  /** False for what is known already: two writers may overtake each other. Writes what differs, a row for each fence. */
  replace({ version, fences }: RegionFences): boolean {
    if (version <= this.#version) return false;
    const { sql } = this.#storage;
    const before = new Map(this.#rows().map(({ id, body }) => [id, body]));
    this.#storage.transactionSync(() => {
      for (const fence of fences) {
        const body = JSON.stringify(fence);
        if (before.get(fence.fenceId) !== body)
          sql.exec("INSERT OR REPLACE INTO fences VALUES (?, ?)", fence.fenceId, body);
        before.delete(fence.fenceId);
      }
      for (const id of before.keys()) sql.exec("DELETE FROM fences WHERE id = ?", id);
      sql.exec("INSERT OR REPLACE INTO fences_version VALUES (1, ?)", version);
    });
    this.#version = version;
    this.#all = null;
    return true;
  }

  #rows(): z.infer<typeof FenceRow>[] {
    return this.#storage.sql
      .exec("SELECT id, body FROM fences ORDER BY id")
      .toArray()
      .map((row) => FenceRow.parse(row));
  }
}
