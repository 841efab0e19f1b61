import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { statements } from "./client.ts";
import type { DbError } from "./db-error.ts";

/** What a batch may insist on, as the SQLSTATE that takes it back. Class P0 is Postgres' own for raised errors. */
const CODES = { "not-found": "P0404", "last-admin": "P0410", taken: "P0411", outdated: "P0412" } as const;
type Expectation = keyof typeof CODES;

/** A statement of a batch: unless this holds, nothing of the batch has happened. */
export function expectThat(holds: SQL, otherwise: Expectation) {
  return statements.execute(sql`select ops.expect(${holds}, ${CODES[otherwise]}, ${otherwise})`);
}

/** The same about how many rows a change with RETURNING has met. */
export function expectCount(change: SQLWrapper, count: number, otherwise: Expectation) {
  return statements.execute(
    sql`with met as (${change.getSQL()}) select ops.expect(count(*) = ${count}, ${CODES[otherwise]}, ${otherwise}) from met`,
  );
}

/** Whether this is what a batch failed by. */
export function failedBy(error: DbError, expectation: Expectation): boolean {
  return error.sqlstate === CODES[expectation];
}

/** Which of the commonest two a batch failed by; undefined when it failed by something else. */
export function disappointment(error: DbError): "not-found" | "last-admin" | undefined {
  if (failedBy(error, "not-found")) return "not-found";
  return failedBy(error, "last-admin") ? "last-admin" : undefined;
}
