import * as z from "zod";

/** Every code that an answer may carry. Stable: clients switch on it, so a code is never renamed. */
export const ErrorCode = z.enum([
  "invalid-request",
  "unauthenticated",
  "session-ended",
  "code-refused",
  "factor-refused",
  "ticket-refused",
  "forbidden",
  "suspended",
  "too-many-requests",
  "upgrade-required",
  "body-too-large",
  "unsupported-media-type",
  "not-found",
  "method-not-allowed",
  "conflict",
  "off-duty",
  "not-allowed-now",
  "stops-open",
  "pin-refused",
  "proof-incomplete",
  "driver-busy",
  "no-driver",
  "region-in-use",
  "last-admin",
  "last-factor",
  "own-account",
  "version-conflict",
  "in-progress",
  "idempotency-mismatch",
  "unavailable",
  "overloaded",
  "misconfigured",
  "internal",
]);
export type ErrorCode = z.infer<typeof ErrorCode>;

/** What is about requests alone stays out: a socket's codes are part of its wire's version. */
export const SocketErrorCode = ErrorCode.exclude([
  "region-in-use",
  "in-progress",
  "idempotency-mismatch",
  "overloaded",
]);

export const FieldError = z.strictObject({
  path: z.string().meta({ description: "Where the value stands, such as body.stops.0.lat" }),
  message: z.string(),
});
export type FieldError = z.infer<typeof FieldError>;

/** Words for people; never the pattern that a value failed, nor the value itself. */
export function fieldError(before: readonly string[], issue: z.core.$ZodIssue): FieldError {
  const message =
    issue.code === "invalid_format"
      ? `must be a valid ${issue.format === "regex" ? "value" : issue.format}`
      : issue.message;
  return { path: [...before, ...issue.path.map(String)].join("."), message };
}

/** RFC 9457: the one shape of every error answer. */
export const Problem = z
  .strictObject({
    type: z.string().meta({ description: "A reference that explains the code" }),
    title: z.string(),
    status: z.int().min(400).max(599),
    code: ErrorCode,
    requestId: z.string().meta({ description: "Name it when you ask for help" }),
    errors: z.array(FieldError).optional(),
    current: z
      .looseObject({})
      .optional()
      .meta({ description: "What was to be changed, as it is now: after version-conflict and not-allowed-now" }),
    winner: z
      .strictObject({ id: z.string(), name: z.string() })
      .optional()
      .meta({ description: "Who was first, where two wanted the same thing at once" }),
  })
  .meta({ id: "Problem" });
export type Problem = z.infer<typeof Problem>;

export const PROBLEM_TYPE = "application/problem+json";
