import * as z from "zod";

/**
 * Why a delivery did not come about, as far as its customer is told. A reason is free text and may name somebody, so only
 * one that is a word of this list leaves the house; what else people write stays among the staff.
 */
export const EndReason = z.enum([
  "nobody-home",
  "no-access",
  "wrong-address",
  "refused",
  "damaged",
  "out-of-time",
  "sender-request",
  "recipient-request",
]);
export type EndReason = z.infer<typeof EndReason>;

/** Those for which something is called off before anybody carries it. */
export const CallOffReason = EndReason.extract([
  "wrong-address",
  "damaged",
  "out-of-time",
  "sender-request",
  "recipient-request",
]);
export type CallOffReason = z.infer<typeof CallOffReason>;

/** For those who give a reason. */
export const WHO_READS_A_REASON = `The customer reads it if it is one of ${EndReason.options.join(", ")}; other text stays among the staff`;
