import * as z from "zod";

/** The services of others that this deployment calls. */
export const Upstream = z.enum(["routing", "sms", "mail", "cards"]);
export type Upstream = z.infer<typeof Upstream>;

export const BreakerMode = z.enum(["closed", "open", "half-open"]);
export type BreakerMode = z.infer<typeof BreakerMode>;

/** What one runtime saw of a service since it last said so. */
export const BreakerReport = z.strictObject({
  round: z.int().min(0),
  /** In their order; true for a call that failed. */
  outcomes: z.array(z.boolean()),
  /** When the service itself wants to be asked again. */
  pauseUntil: z.int().optional(),
});
export type BreakerReport = z.infer<typeof BreakerReport>;

/** What all runtimes together know of it. */
export interface BreakerView {
  readonly mode: BreakerMode;
  readonly round: number;
  /** When it may be tried; zero while it is closed. */
  readonly until: number;
}
