import * as z from "zod";

/** The rows of the table of limits; what each allows is in domain/limits.ts. */
export const LimitName = z.enum([
  "standard",
  "critical",
  "upload",
  "upload-network",
  "low",
  "login",
  "sos",
  "link-miss",
  "tenant-sockets",
]);
export type LimitName = z.infer<typeof LimitName>;
