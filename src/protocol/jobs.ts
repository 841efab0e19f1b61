import * as z from "zod";

/** The queues by name; wrangler.toml gives each a dead-letter queue of the same name with DEAD_SUFFIX. */
export const QueueName = z.enum(["ledger", "documents", "notifications", "webhooks", "exports", "archive"]);
export type QueueName = z.infer<typeof QueueName>;

export const DEAD_SUFFIX = "-dead";

/** wrangler.toml's crons: every five minutes; each night, when the fewest people work. */
export const Cron = z.enum(["*/5 * * * *", "17 3 * * *"]);
export type Cron = z.infer<typeof Cron>;

/** Travels through each queue every five minutes, to measure how long a message takes. */
const Heartbeat = z.strictObject({ kind: z.literal("heartbeat"), queue: QueueName, sentAt: z.int() });

export const Job = z.discriminatedUnion("kind", [Heartbeat]);
export type Job = z.infer<typeof Job>;
