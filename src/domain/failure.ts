import type { ErrorCode, FieldError, Problem } from "../protocol/errors.ts";

/** An expected failure in the words of the wire. Its status and sentence stand in http/problem.ts. */
export interface Failure {
  readonly tag: ErrorCode;
  readonly errors?: FieldError[];
  readonly retryAfterSeconds?: number;
  /** The thing as it is, for whoever would have changed what it was. */
  readonly current?: Readonly<Record<string, unknown>>;
  /** Who was first, where two wanted the same thing at once. */
  readonly winner?: Problem["winner"];
}
