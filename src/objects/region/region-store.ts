import * as z from "zod";
import type { BoardEntry } from "../../domain/region/board.ts";
import { LiveDriver } from "../../protocol/live/dispatch-down.ts";
import { RegionSince } from "../../protocol/live/dispatch-up.ts";
import { TripReport } from "../../protocol/live/trip-report.ts";
import { ALARM_SLOTS } from "../lib/alarm-slots.ts";
import { migrate, type Migration } from "../lib/sqlite-migrations.ts";
import { TICKET_TABLES, TicketGate } from "../lib/ticket-gate.ts";
import { CENSUS_TABLE, CensusStore } from "./census-store.ts";
import { RegionBrief } from "./region-brief.ts";
import { FENCE_TABLE, RegionFenceStore } from "./region-fence-store.ts";
import { RegionSosStore, SOS_TABLE } from "./region-sos-store.ts";

const MIGRATIONS: readonly Migration[] = [
  { id: "0001-settings", sql: "CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID" },
  ALARM_SLOTS,
  TICKET_TABLES,
  { id: "0002-picture", sql: "CREATE TABLE picture (part INTEGER PRIMARY KEY, drivers TEXT NOT NULL)" },
  FENCE_TABLE,
  SOS_TABLE,
  CENSUS_TABLE,
];

/** Drivers of one row, 700 B each: far below the 2 MB that a row may have, and few rows for a region. */
const PART_DRIVERS = 256;

const PictureRow = z.object({ drivers: z.string() });
const StoredEntries = z.array(
  z.object({ report: TripReport, driver: LiveDriver, reportedAt: z.int(), nextMs: z.int().nullable() }),
);

/** Who helps: sleep must not make the region forget a replica that somebody looks at. */
const LadderState = z.object({ shards: z.int().min(0), replicas: z.array(z.int().min(0)) });
export type LadderState = z.infer<typeof LadderState>;

/** A region's SQLite: what has to survive sleep. */
export class RegionStore {
  readonly #sql: SqlStorage;
  readonly tickets: TicketGate;
  readonly fences: RegionFenceStore;
  readonly sos: RegionSosStore;
  readonly census: CensusStore;
  #rowsWritten = 0;

  constructor(storage: DurableObjectStorage) {
    migrate(storage, MIGRATIONS);
    this.#sql = storage.sql;
    this.tickets = new TicketGate(storage.sql);
    this.fences = new RegionFenceStore(storage);
    this.sos = new RegionSosStore(storage.sql);
    this.census = new CensusStore(storage.sql);
  }

  /** Whether the object was ever opened; asking leaves no trace. */
  static isMade({ sql }: DurableObjectStorage): boolean {
    return sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'settings'").toArray().length > 0;
  }

  /** Which row of the picture a driver is in. */
  static partOf({ index }: Pick<LiveDriver, "index">): number {
    return Math.floor(index / PART_DRIVERS);
  }

  /** Reads the disk, so that an answer proves more than a running process. */
  schemaSize(): number {
    return this.#sql.exec<{ n: number }>("SELECT count(*) AS n FROM migrations").one().n;
  }

  /** Of the picture; for counting what a position costs. */
  get rowsWritten(): number {
    return this.#rowsWritten;
  }

  brief(): RegionBrief | null {
    return this.#setting("brief", RegionBrief);
  }

  saveBrief(brief: RegionBrief): void {
    this.#set("brief", JSON.stringify(brief));
  }

  ladder(): LadderState {
    return this.#setting("ladder", LadderState) ?? { shards: 0, replicas: [] };
  }

  saveLadder(ladder: LadderState): void {
    this.#set("ladder", JSON.stringify(ladder));
  }

  /** Whether the census knows of this region. */
  isListed(): boolean {
    return this.#setting("listed", z.literal(true)) ?? false;
  }

  saveListed(): void {
    this.#set("listed", "true");
  }

  since(): RegionSince | null {
    return this.#setting("since", RegionSince);
  }

  saveSince(since: RegionSince): void {
    this.#set("since", JSON.stringify(since));
  }

  picture(): BoardEntry[] {
    const rows = this.#sql.exec("SELECT drivers FROM picture ORDER BY part").toArray();
    return rows.flatMap((row) => StoredEntries.parse(JSON.parse(PictureRow.parse(row).drivers)));
  }

  /** Writes the parts that changed, and the number of the state that they add up to. */
  savePicture(entries: Iterable<BoardEntry>, parts: ReadonlySet<number>, since: RegionSince): void {
    const byPart = Map.groupBy(entries, ({ driver }) => RegionStore.partOf(driver));
    for (const part of parts) {
      const drivers = JSON.stringify(byPart.get(part) ?? []);
      const written = this.#sql.exec("INSERT OR REPLACE INTO picture VALUES (?, ?)", part, drivers);
      this.#rowsWritten += written.rowsWritten;
    }
    this.saveSince(since);
  }

  /** Refuses all tickets of a person for as long as one could still be on its way. */
  endPerson(personId: string, now: number): void {
    this.tickets.endSession(personId, now);
  }

  hasEnded(personId: string, now: number): boolean {
    const query = "SELECT 1 FROM ended_sessions WHERE id = ? AND expires_at > ?";
    return this.#sql.exec(query, personId, now).toArray().length > 0;
  }

  #setting<T>(key: string, schema: z.ZodType<T>): T | null {
    const [row] = this.#sql.exec<{ value: string }>("SELECT value FROM settings WHERE key = ?", key);
    return row ? schema.parse(JSON.parse(row.value)) : null;
  }

  #set(key: string, value: string): void {
    this.#rowsWritten += this.#sql.exec("INSERT OR REPLACE INTO settings VALUES (?, ?)", key, value).rowsWritten;
  }
}
