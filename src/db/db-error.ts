import { NeonDbError } from "@neondatabase/serverless";

/**
 * Why Postgres did not answer as hoped. Only codes and names: a driver's message, detail or parameters may hold a row.
 * `unavailable`: it could not be reached or is going down. `timeout`: it took too long; a write may still have happened.
 * `conflict`: a row with that key exists, or a row it needs does not. `version-conflict`: somebody else changed the row first.
 * `invalid`: the values break a rule of the table. `unknown`: everything else, which is a fault of ours.
 */
export interface DbError {
  readonly tag: "unavailable" | "timeout" | "conflict" | "version-conflict" | "invalid" | "unknown";
  readonly sqlstate?: string;
  readonly constraint?: string;
  /** True where a second try of a read may well succeed: the connection or the server failed, not the statement. */
  readonly transient: boolean;
  /** Set where nobody asked Postgres: it rests, or too many ask already. */
  readonly retryAfterSeconds?: number;
}

/** The endpoint in front of Postgres answered, but not for Postgres. */
export class EndpointFailure extends Error {
  override readonly name = "EndpointFailure";
  readonly status: number;
  constructor(status: number) {
    super(`The database endpoint answered ${status}.`);
    this.status = status;
  }
}

/** SQLSTATE, or its class of two characters, to what it means for the caller. */
const TAGS = new Map<string, DbError["tag"]>([
  ["P0409", "version-conflict"],
  ["57014", "timeout"],
  ["08", "unavailable"],
  ["53", "unavailable"],
  ["57", "unavailable"],
  ["58", "unavailable"],
  ["40", "unavailable"],
  ["23502", "invalid"],
  ["23514", "invalid"],
  ["23", "conflict"],
  ["22", "invalid"],
]);
const TRANSIENT = /^(?:08|57P0)/;
const TOO_MANY_REQUESTS = 429;
const SERVER_ERROR = 500;
/** The answer is larger than the endpoint allows, now and always. */
const TOO_LARGE = 507;

/** A deadlock's loser, or that of a failed serialisation: Postgres undid all of it, so that even a write may be sent again. */
export function isUndone({ sqlstate }: DbError): boolean {
  return sqlstate?.startsWith("40") ?? false;
}

/** Undefined for what did not come from the database: that is a bug and has to be seen. */
export function toDbError(error: unknown): DbError | undefined {
  if (!(error instanceof NeonDbError)) return undefined;
  const { code: sqlstate, constraint, sourceError } = error;
  if (sqlstate !== undefined) {
    const tag = TAGS.get(sqlstate) ?? TAGS.get(sqlstate.slice(0, 2)) ?? "unknown";
    return { tag, sqlstate, ...(constraint && { constraint }), transient: TRANSIENT.test(sqlstate) };
  }
  if (sourceError instanceof EndpointFailure) {
    const { status } = sourceError;
    const passing = (status >= SERVER_ERROR && status !== TOO_LARGE) || status === TOO_MANY_REQUESTS;
    return { tag: passing ? "unavailable" : "unknown", transient: passing };
  }
  return { tag: sourceError?.name === "TimeoutError" ? "timeout" : "unavailable", transient: true };
}
