import * as z from "zod";
import type { RoundPlan } from "../../domain/route-optimiser.ts";
import { ApplyOutcome, OptimisationJob, OptimisationState, RoundPlanBody } from "../../protocol/optimisation.ts";
import { ALARM_SLOTS } from "../lib/alarm-slots.ts";
import { migrate, type Migration } from "../lib/sqlite-migrations.ts";

const MIGRATIONS: readonly Migration[] = [
  ALARM_SLOTS,
  {
    id: "0001-job",
    sql: `CREATE TABLE job (
      only INTEGER PRIMARY KEY CHECK (only = 1), body TEXT NOT NULL, plan TEXT,
      state TEXT NOT NULL DEFAULT 'pending', slices INTEGER NOT NULL DEFAULT 0, tries INTEGER NOT NULL DEFAULT 0
    )`,
  },
  { id: "0002-outcome", sql: "ALTER TABLE job ADD COLUMN outcome TEXT" },
];

const Row = z.object({
  body: z.string(),
  plan: z.string().nullable(),
  state: OptimisationState,
  slices: z.int(),
  tries: z.int(),
  outcome: ApplyOutcome.nullable(),
});

interface Progress {
  readonly job: OptimisationJob;
  /** The best so far; null before the first slice. */
  readonly plan: RoundPlan | null;
  readonly state: OptimisationState;
  /** Slices that are done, and how often the present one was begun; once all are, how often it was asked to apply them. */
  readonly slices: number;
  readonly tries: number;
  /** What became of the trip whose plan the answer was to be; null while nobody knows, or wants to. */
  readonly outcome: ApplyOutcome | null;
}

/** One question and how far its answer has come. */
export class OptimiserStore {
  readonly #sql: SqlStorage;

  constructor(storage: DurableObjectStorage) {
    migrate(storage, MIGRATIONS);
    this.#sql = storage.sql;
  }

  static isMade({ sql }: DurableObjectStorage): boolean {
    return sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'job'").toArray().length > 0;
  }

  /** The second time changes nothing. */
  begin(job: OptimisationJob): void {
    this.#sql.exec("INSERT INTO job (only, body) VALUES (1, ?) ON CONFLICT DO NOTHING", JSON.stringify(job));
  }

  progress(): Progress | null {
    const [found] = this.#sql.exec("SELECT body, plan, state, slices, tries, outcome FROM job").toArray();
    if (!found) return null;
    const { body, plan, ...row } = Row.parse(found);
    const read = plan === null ? null : RoundPlanBody.parse(JSON.parse(plan));
    return { ...row, job: OptimisationJob.parse(JSON.parse(body)), plan: read };
  }

  noteTry(): void {
    this.#sql.exec("UPDATE job SET tries = tries + 1");
  }

  endSlice(plan: RoundPlan, state: OptimisationState): void {
    this.#sql.exec("UPDATE job SET plan = ?, state = ?, slices = slices + 1, tries = 0", JSON.stringify(plan), state);
  }

  /** The first word stands. */
  conclude(outcome: ApplyOutcome): void {
    this.#sql.exec("UPDATE job SET outcome = coalesce(outcome, ?)", outcome);
  }

  fail(): void {
    this.#sql.exec("UPDATE job SET state = 'failed'");
  }
}
