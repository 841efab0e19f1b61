import * as z from "zod";
import { endpoint } from "./endpoint.ts";

export const OutboxMessage = z
  .strictObject({
    at: z.int(),
    channel: z.enum(["sms", "mail", "card"]),
    to: z.string(),
    subject: z.string().optional(),
    text: z.string(),
  })
  .meta({ id: "OutboxMessage" });
export type OutboxMessage = z.infer<typeof OutboxMessage>;

export const listOutbox = endpoint({
  method: "get",
  path: "/dev/outbox",
  access: "public",
  limit: "none",
  priority: "normal",
  operationId: "listOutbox",
  tag: "Development",
  summary: "Messages that were not really sent, and charges that were not really made",
  description: "Newest first. Exists in development and tests only; elsewhere it is not found.",
  status: 200,
  output: z.strictObject({ items: z.array(OutboxMessage) }),
  errors: ["not-found"],
});
