import { type SQL, sql } from "drizzle-orm";
import { statements } from "./client.ts";
import type { DbError } from "./db-error.ts";

/** What a batch may insist on, as the SQLSTATE that takes it back. Class P0 is Postgres' own for raised errors. */
const CODES = { "not-found": "P0404", "last-admin": "P0410" } as const;
type Expectation = keyof typeof CODES;

/** A statement of a batch: unless this holds, nothing of the batch has happened. */
export function expectThat(holds: SQL, otherwise: Expectation) {
  return statements.execute(sql`select ops.expect(${holds}, ${CODES[otherwise]}, ${otherwise})`);
}

/** Which expectation a batch failed by; undefined when it failed by something else. */
export function disappointment(error: DbError): Expectation | undefined {
  if (error.sqlstate === CODES["not-found"]) return "not-found";
  return error.sqlstate === CODES["last-admin"] ? "last-admin" : undefined;
}
