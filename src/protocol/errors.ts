import * as z from "zod";

/** Every code that an answer or a socket frame may carry. Stable: clients switch on it, so a code is never renamed. */
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
  "driver-busy",
  "no-driver",
  "too-many-stops",
  "last-admin",
  "last-factor",
  "own-account",
  "version-conflict",
  "unavailable",
  "misconfigured",
  "internal",
]);
export type ErrorCode = z.infer<typeof ErrorCode>;

export const FieldError = z.strictObject({
  path: z.string().meta({ description: "Where the value stands, such as body.stops.0.lat" }),
  message: z.string(),
});
export type FieldError = z.infer<typeof FieldError>;

/** RFC 9457: the one shape of every error answer. */
export const Problem = z
  .strictObject({
    type: z.string().meta({ description: "A reference that explains the code" }),
    title: z.string(),
    status: z.int().min(400).max(599),
    code: ErrorCode,
    requestId: z.string().meta({ description: "Name it when you ask for help" }),
    errors: z.array(FieldError).optional(),
    winner: z
      .strictObject({ id: z.string(), name: z.string() })
      .optional()
      .meta({ description: "Who was first, where two wanted the same thing at once" }),
  })
  .meta({ id: "Problem" });
export type Problem = z.infer<typeof Problem>;

export const PROBLEM_TYPE = "application/problem+json";
