import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import type { Mark } from "./invariants.ts";

/** The runtime writes a thousand of them at once while it is quieting down. */
const LOCKED_MS = 5_000;
const FOLDER = join("v3", "do", "doorstep-TripObject");
const BriefRow = z.object({ body: z.string() });
const Named = z.object({ tripId: z.string() });
const MarkRow = z.object({
  events: z.int(),
  chunks: z.int(),
  confirmed_events: z.int(),
  confirmed_chunks: z.int(),
});

const MARKS = `
  SELECT (SELECT coalesce(max(seq), 0) FROM events) AS events, (SELECT coalesce(max(seq), 0) FROM chunks) AS chunks,
    coalesce((SELECT events FROM ledger), 0) AS confirmed_events, coalesce((SELECT chunks FROM ledger), 0) AS confirmed_chunks`;

export interface TripMarks {
  /** How far the object has come, and what of it Postgres has confirmed to it. */
  readonly written: Mark;
  readonly confirmed: Mark;
}

/** The trips' own disks, read from outside: what an object holds is asked of nobody who may be wrong about it. */
export class TripFiles {
  readonly #folder: string;
  readonly #files = new Map<string, string>();
  readonly #seen = new Set<string>();

  constructor(stateDir: string) {
    this.#folder = join(stateDir, FOLDER);
  }

  /** Null for a trip that is archived: its object has deleted all that it held. */
  marks(tripId: string): TripMarks | null {
    const file = this.#fileOf(tripId);
    if (file === undefined) throw new Error(`no object of trip ${tripId} is on disk`);
    const row = ask(file, MARKS, MarkRow);
    if (!row) return null;
    return {
      written: { events: row.events, chunks: row.chunks },
      confirmed: { events: row.confirmed_events, chunks: row.confirmed_chunks },
    };
  }

  #fileOf(tripId: string): string | undefined {
    const known = this.#files.get(tripId);
    if (known !== undefined) return known;
    // A file's name is a hash of the object's, so each new one is asked once whose it is.
    for (const name of readdirSync(this.#folder)) {
      if (!name.endsWith(".sqlite") || this.#seen.has(name)) continue;
      const file = join(this.#folder, name);
      const row = ask(file, "SELECT body FROM brief", BriefRow);
      if (!row) continue;
      this.#seen.add(name);
      this.#files.set(Named.parse(JSON.parse(row.body)).tripId, file);
    }
    return this.#files.get(tripId);
  }
}

function ask<Row>(file: string, query: string, schema: z.ZodType<Row>): Row | undefined {
  const database = new DatabaseSync(file, { readOnly: true, timeout: LOCKED_MS });
  try {
    const hasTables = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'brief'").get() !== undefined;
    const row = hasTables ? database.prepare(query).get() : undefined;
    return row && schema.parse(row);
  } finally {
    database.close();
  }
}
