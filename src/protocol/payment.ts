import * as z from "zod";

export const PaymentMethod = z.enum(["cash", "card"]);
export type PaymentMethod = z.infer<typeof PaymentMethod>;

export const PaymentStatus = z.enum(["pending", "authorised", "captured", "collected", "failed", "refunded"]);
export type PaymentStatus = z.infer<typeof PaymentStatus>;
