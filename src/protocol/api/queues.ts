import * as z from "zod";
import { QueueName } from "../jobs.ts";
import { endpoint } from "./endpoint.ts";
import { pageOf, pageQuery } from "./page.ts";

const Count = z.int().min(0);

export const QueueStatus = z
  .strictObject({
    queue: QueueName,
    depth: Count.meta({ description: "Messages that wait, of all who use this deployment" }),
    oldestAt: z.int().nullable().meta({ description: "Since when the first of them waits" }),
    failed: Count.meta({ description: "Your own messages that no retry could save, and nobody sent again" }),
    own: z
      .strictObject({
        waiting: Count,
        oldestAt: z.int().nullable(),
        perMinute: Count.meta({ description: "How many were checked in the last minute" }),
        rejected: Count.meta({ description: "Files that were no sound images, ever" }),
        waitSeconds: Count.meta({ description: "Until one that came now would be checked" }),
      })
      .nullable()
      .meta({ description: "Your own files; null for queues that have none" }),
  })
  .meta({ id: "QueueStatus" });
export type QueueStatus = z.infer<typeof QueueStatus>;

const DeadLetterId = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

/** Without its body, which may hold a person's data. */
export const DeadLetter = z
  .strictObject({
    id: z.int(),
    queue: z.string(),
    messageId: z.string(),
    kind: z.string().nullable().meta({ description: "What it asked for" }),
    error: z.string(),
    timesSeen: z.int(),
    firstSeenAt: z.int(),
    lastSeenAt: z.int(),
    replayedAt: z.int().nullable(),
  })
  .meta({ id: "DeadLetter" });
export type DeadLetter = z.infer<typeof DeadLetter>;

export const getQueueStatus = endpoint({
  method: "get",
  path: "/admin/queues/status",
  access: { resource: "queue", action: "read" },
  priority: "normal",
  operationId: "getQueueStatus",
  tag: "Queues",
  summary: "How much work waits, and what failed",
  status: 200,
  output: z.strictObject({ queues: z.array(QueueStatus) }),
  errors: ["unavailable"],
});

export const listDeadLetters = endpoint({
  method: "get",
  path: "/admin/dead-letters",
  access: { resource: "queue", action: "list" },
  priority: "normal",
  operationId: "listDeadLetters",
  tag: "Queues",
  summary: "Messages that no retry could save, newest first",
  query: z.strictObject(pageQuery(DeadLetterId)),
  status: 200,
  output: pageOf(DeadLetter),
  errors: ["unavailable"],
});

export const replayDeadLetter = endpoint({
  method: "post",
  path: "/admin/dead-letters/:letterId/replay",
  access: { resource: "queue", action: "update" },
  priority: "normal",
  operationId: "replayDeadLetter",
  tag: "Queues",
  summary: "Send a message again",
  description: "Twice is as good as once: what it asks for was either done or is done now.",
  params: z.strictObject({ letterId: DeadLetterId }),
  status: 200,
  output: DeadLetter,
  errors: ["not-found", "not-allowed-now", "unavailable"],
});
