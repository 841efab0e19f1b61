import type { ShipmentId } from "../../protocol/ids.ts";
import { NearFences } from "../../protocol/live/live-fence.ts";
import { TripBrief } from "../../protocol/live/trip-brief.ts";
import { TripEvent } from "../../protocol/live/trip-event.ts";
import { ALARM_SLOTS } from "../lib/alarm-slots.ts";
import { TICKET_TABLES } from "../lib/ticket-gate.ts";
import { migrate, type Migration } from "../lib/sqlite-migrations.ts";
import { OFFER_TABLES, OpenOffers } from "./open-offer-store.ts";
import { HELP_TABLES, TripHelp } from "./trip-help-store.ts";
import { TripMemory } from "./trip-memory.ts";

const MIGRATIONS: readonly Migration[] = [
  {
    id: "0001-events",
    sql: "CREATE TABLE events (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, body TEXT NOT NULL)",
  },
  ALARM_SLOTS,
  TICKET_TABLES,
  {
    id: "0002-live",
    sql: `
      CREATE TABLE brief (only INTEGER PRIMARY KEY CHECK (only = 1), body TEXT NOT NULL);
      CREATE TABLE memory (only INTEGER PRIMARY KEY CHECK (only = 1), body TEXT NOT NULL);
      CREATE TABLE chunks (
        seq INTEGER PRIMARY KEY, epoch TEXT NOT NULL, started_at INTEGER NOT NULL, ended_at INTEGER NOT NULL,
        fixes BLOB NOT NULL, memory TEXT NOT NULL
      );
      CREATE TABLE ledger (only INTEGER PRIMARY KEY CHECK (only = 1), events INTEGER NOT NULL, chunks INTEGER NOT NULL);
    `,
  },
  {
    id: "0003-fences",
    sql: "CREATE TABLE fences (only INTEGER PRIMARY KEY CHECK (only = 1), body TEXT NOT NULL)",
  },
  OFFER_TABLES,
  HELP_TABLES,
];

/** A run of fixes as it was sealed; never changed afterwards. */
export interface StoredChunk {
  readonly seq: number;
  readonly epoch: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly fixes: Uint8Array<ArrayBuffer>;
}

type NewChunk = Omit<StoredChunk, "seq"> & { readonly count: number };

/** Up to where Postgres has confirmed that it has everything. */
export interface LedgerMark {
  readonly events: number;
  readonly chunks: number;
}

type ChunkRow = { seq: number; epoch: string; started_at: number; ended_at: number; fixes: ArrayBuffer };

/** A trip's SQLite, which this object alone writes: the log of what happened, and the track in sealed chunks. */
export class TripStore {
  readonly offers: OpenOffers;
  readonly help: TripHelp;
  readonly #storage: DurableObjectStorage;
  readonly #sql: SqlStorage;
  #rowsWritten = 0;
  #ledger: LedgerMark;
  #lastChunk: number;
  #sent: LedgerMark;
  #sentAt: number | null = null;
  #unsentFixes = 0;

  /** Asks without making anything: an object that was only knocked at must not come to hold tables. */
  static isMade({ sql }: DurableObjectStorage): boolean {
    return sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'brief'").toArray().length > 0;
  }

  constructor(storage: DurableObjectStorage) {
    migrate(storage, MIGRATIONS);
    this.#storage = storage;
    this.#sql = storage.sql;
    this.offers = new OpenOffers(storage.sql);
    this.help = new TripHelp(storage.sql);
    const [mark] = this.#sql.exec<{ events: number; chunks: number }>("SELECT events, chunks FROM ledger");
    this.#ledger = mark ? { events: mark.events, chunks: mark.chunks } : { events: 0, chunks: 0 };
    this.#sent = this.#ledger;
    this.#lastChunk = this.#sql.exec<{ seq: number | null }>("SELECT max(seq) AS seq FROM chunks").one().seq ?? 0;
  }

  /** Reads the disk, so that an answer proves more than a running process. */
  schemaSize(): number {
    return this.#sql.exec<{ n: number }>("SELECT count(*) AS n FROM migrations").one().n;
  }

  /** All or nothing: what one message changed is never half there. */
  together<T>(work: () => T): T {
    return this.#storage.transactionSync(work);
  }

  brief(): TripBrief | null {
    const [row] = this.#sql.exec<{ body: string }>("SELECT body FROM brief");
    return row ? TripBrief.parse(JSON.parse(row.body)) : null;
  }

  saveBrief(brief: TripBrief): void {
    this.#write("INSERT OR REPLACE INTO brief VALUES (1, ?)", JSON.stringify(brief));
  }

  fences(): NearFences | null {
    const [row] = this.#sql.exec<{ body: string }>("SELECT body FROM fences");
    return row ? NearFences.parse(JSON.parse(row.body)) : null;
  }

  saveFences(fences: NearFences): void {
    this.#write("INSERT OR REPLACE INTO fences VALUES (1, ?)", JSON.stringify(fences));
  }

  addEvent(event: TripEvent): void {
    this.#write("INSERT INTO events VALUES (?, ?, ?, ?)", event.seq, event.id, event.recordedAt, JSON.stringify(event));
  }

  lastSeq(): number {
    return this.#sql.exec<{ seq: number | null }>("SELECT max(seq) AS seq FROM events").one().seq ?? 0;
  }

  eventsAfter(seq: number, limit: number): TripEvent[] {
    return this.#sql
      .exec<{ body: string }>("SELECT body FROM events WHERE seq > ? ORDER BY seq LIMIT ?", seq, limit)
      .toArray()
      .map(({ body }) => TripEvent.parse(JSON.parse(body)));
  }

  /** The newest lines about a shipment, newest first: asked for at its end only, for all lines have to be looked at. */
  eventsOf(shipmentId: ShipmentId, limit: number): TripEvent[] {
    return this.#sql
      .exec<{ body: string }>(
        "SELECT body FROM events WHERE body ->> '$.body.shipmentId' = ? ORDER BY seq DESC LIMIT ?",
        shipmentId,
        limit,
      )
      .toArray()
      .map(({ body }) => TripEvent.parse(JSON.parse(body)));
  }

  /** For what is acknowledged before its chunk is full. */
  saveMemory(memory: string): void {
    this.#write("INSERT OR REPLACE INTO memory VALUES (1, ?)", memory);
  }

  /** The newest of what was saved for itself and what was sealed into the last chunk; of two equals the former, which comes first. */
  memory(): TripMemory | null {
    const saved = this.#sql
      .exec<{ body: string }>(
        "SELECT body FROM memory UNION ALL SELECT memory FROM (SELECT memory FROM chunks ORDER BY seq DESC LIMIT 1)",
      )
      .toArray()
      .map(({ body }) => TripMemory.parse(JSON.parse(body)));
    return saved.toSorted((a, b) => b.count - a.count)[0] ?? null;
  }

  addChunk({ epoch, startedAt, endedAt, fixes, count }: NewChunk, memory: string): void {
    const insert = "INSERT INTO chunks VALUES (?, ?, ?, ?, ?, ?)";
    this.#write(insert, this.#lastChunk + 1, epoch, startedAt, endedAt, fixes.buffer, memory);
    this.#lastChunk += 1;
    this.#unsentFixes += count;
  }

  chunksAfter(seq: number, limit: number): StoredChunk[] {
    return this.#chunks("SELECT * FROM chunks WHERE seq > ? ORDER BY seq LIMIT ?", seq, limit);
  }

  /** The newest before a number, newest first. */
  chunksBefore(seq: number, limit: number): StoredChunk[] {
    return this.#chunks("SELECT * FROM chunks WHERE seq < ? ORDER BY seq DESC LIMIT ?", seq, limit);
  }

  /** Where fixes of these times would stand, if they were stored. */
  chunksBetween(epoch: string, from: number, to: number): StoredChunk[] {
    return this.#chunks("SELECT * FROM chunks WHERE epoch = ? AND started_at <= ? AND ended_at >= ?", epoch, to, from);
  }

  get ledger(): LedgerMark {
    return this.#ledger;
  }

  saveLedger(mark: LedgerMark): void {
    this.recallLedger(mark);
    const { events, chunks } = this.#ledger;
    this.#write("INSERT OR REPLACE INTO ledger VALUES (1, ?, ?)", events, chunks);
  }

  /** Known, and written by somebody else or not at all. */
  recallLedger(mark: LedgerMark): void {
    this.#ledger = furthest(this.#ledger, mark);
    this.#sent = furthest(this.#sent, mark);
  }

  /** Postgres has less than it confirmed, as after a restored backup: what comes behind is sent again. */
  rewindLedger({ events, chunks }: LedgerMark): void {
    const mark = { events: Math.min(events, this.#ledger.events), chunks: Math.min(chunks, this.#ledger.chunks) };
    this.#ledger = mark;
    this.#sent = mark;
    this.#sentAt = null;
    this.#write("INSERT OR REPLACE INTO ledger VALUES (1, ?, ?)", mark.events, mark.chunks);
  }

  /** Up to where the queue has taken everything since this object woke, confirmed or not. */
  get sent(): LedgerMark {
    return this.#sent;
  }

  /** Null before the first time since then. */
  get sentAt(): number | null {
    return this.#sentAt;
  }

  wasSent(mark: LedgerMark, now: number): void {
    this.#sent = mark;
    this.#sentAt = now;
    this.#unsentFixes = 0;
  }

  /** Sealed since then; sleep forgets the number, which makes the ledger later and loses nothing. */
  get unsentFixes(): number {
    return this.#unsentFixes;
  }

  get lastChunk(): number {
    return this.#lastChunk;
  }

  /** Since this object woke; the platform bills each. */
  get rowsWritten(): number {
    return this.#rowsWritten;
  }

  #chunks(query: string, ...values: (string | number)[]): StoredChunk[] {
    return this.#sql
      .exec<ChunkRow & { memory: string }>(query, ...values)
      .toArray()
      .map(({ seq, epoch, started_at: startedAt, ended_at: endedAt, fixes }) => ({
        seq,
        epoch,
        startedAt,
        endedAt,
        fixes: new Uint8Array(fixes),
      }));
  }

  #write(statement: string, ...values: SqlStorageValue[]): void {
    this.#rowsWritten += this.#sql.exec(statement, ...values).rowsWritten;
  }
}

function furthest(a: LedgerMark, b: LedgerMark): LedgerMark {
  return { events: Math.max(a.events, b.events), chunks: Math.max(a.chunks, b.chunks) };
}
