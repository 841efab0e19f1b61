import * as z from "zod";

export const PaymentMethod = z.enum(["cash", "card"]);
export type PaymentMethod = z.infer<typeof PaymentMethod>;

/**
 * `pending`: the provider has not said. `collected`: a driver has the cash. `confirmed`: the provider has the money.
 * `unclear`: nobody knows by themselves, a person has to look. `settled` and `void`: a person has looked, and it counts
 * as paid, or does not.
 */
export const PaymentStatus = z.enum(["pending", "collected", "confirmed", "declined", "unclear", "settled", "void"]);
export type PaymentStatus = z.infer<typeof PaymentStatus>;

/** How a shipment's money stands: what is due, beside what was taken and what of it is certain. */
export const PaymentStanding = z.enum([
  /** Delivered, and less was taken than is due. */
  "short",
  /** More was taken than is due. */
  "over",
  /** All was taken, and not all of it is certain: cash that was not handed in, a provider that has not said. */
  "unconfirmed",
  /** Not delivered, and nothing is wrong yet. */
  "open",
  "settled",
]);
export type PaymentStanding = z.infer<typeof PaymentStanding>;

export const PaymentOutcome = z.enum(["paid", "not-paid"]);
export type PaymentOutcome = z.infer<typeof PaymentOutcome>;
