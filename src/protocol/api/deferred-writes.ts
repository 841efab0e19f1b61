import * as z from "zod";
import { OutboxEntry } from "../deferred-write.ts";
import { OutboxId } from "../ids.ts";
import { endpoint } from "./endpoint.ts";

export const getOutboxEntry = endpoint({
  method: "get",
  path: "/outbox/:outboxId",
  access: { resource: "shipment", action: "create" },
  priority: "normal",
  operationId: "getOutboxEntry",
  tag: "Shipments",
  summary: "What became of a write that was accepted for later",
  description: "For whoever sent it, and for seven days. Works while the database does not.",
  params: z.strictObject({ outboxId: OutboxId }),
  status: 200,
  output: OutboxEntry,
  errors: ["not-found", "unavailable"],
});
