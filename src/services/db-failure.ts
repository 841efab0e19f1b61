import type { DbError } from "../db/db-error.ts";
import type { Failure } from "../domain/failure.ts";

/** A database error in the words of the wire. What a correct program never meets is thrown: it has to be seen. */
export function dbFailure({ tag, sqlstate, retryAfterSeconds }: DbError): Failure {
  switch (tag) {
    case "unavailable":
    case "timeout":
      return { tag: "unavailable", ...(retryAfterSeconds && { retryAfterSeconds }) };
    case "conflict":
    case "version-conflict":
      return { tag };
    case "invalid":
    case "unknown":
      throw new Error(`database: ${tag} ${sqlstate ?? ""}`);
  }
}
