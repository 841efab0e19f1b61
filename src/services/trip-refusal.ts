import type { DbError } from "../db/db-error.ts";
import { failedBy } from "../db/expectations.ts";
import type { Failure } from "../domain/failure.ts";
import type { StepRefused } from "../domain/trip-step.ts";
import { dbFailure } from "./db-failure.ts";

/** What a trip's object refuses, in the words of the wire. */
export function stepFailure({ tag }: StepRefused | { readonly tag: "not-found" }): Failure {
  switch (tag) {
    case "not-found":
    case "unknown-stop":
    case "unknown-shipment":
      return { tag: "not-found" };
    case "trip-not-running":
    case "not-allowed-now":
      return { tag: "not-allowed-now" };
    case "stops-open":
      return { tag };
    case "proof-missing":
      return { tag: "proof-incomplete" };
    case "plan-changed":
      return { tag: "version-conflict" };
  }
}

/** Another trip may have taken a shipment between our look and our hold. */
export function holdFailure(error: DbError): Failure {
  return failedBy(error, "taken") ? { tag: "conflict" } : dbFailure(error);
}
