import type { TenantId, TripId } from "../protocol/ids.ts";
import type { QueueName } from "../protocol/jobs.ts";

/** Everything that is ever logged. No field may hold a person's data, a token, SQL or a row's value. */
export type LogEvent =
  | { event: "config.invalid"; problems: string[] }
  | { event: "request"; method: string; route: string; status: number; ms: number }
  | { event: "error"; where: string; error: string; stack?: string | undefined }
  | { event: "query"; name: string; ms: number; ok: boolean; rows?: number; sqlstate?: string; retried?: boolean }
  | { event: "audit.sealed"; tenantId: TenantId; entries: number }
  | { event: "audit.failed"; tenantId: TenantId; reason: string }
  | { event: "session.refused"; reason: string }
  | { event: "queue.heartbeat"; queue: QueueName; delayMs: number }
  | { event: "queue.retry"; queue: string; attempt: number; reason: string }
  | { event: "notify.again"; left: number; reason: string }
  | { event: "queue.dead"; queue: string; messageId: string; error: string }
  | { event: "ledger"; trips: number; rows: number; ms: number }
  | {
      event: "ledger.refused";
      tenantId: TenantId;
      tripId: TripId;
      of: "event" | "chunk" | "plan";
      seq: number;
      why: string;
    }
  | { event: "ledger.orphan"; tenantId: TenantId; tripId: TripId }
  | {
      event: "reconcile";
      tenantId: TenantId;
      opened: number;
      nudged: number;
      mended: number;
      measured: number;
      fenced: number;
    }
  | { event: "reconcile.failed"; tenantId: TenantId; reason: string }
  | { event: "uploads.swept"; ended: number; asked: number; dropped: number }
  | { event: "thumbnail.made"; ms: number }
  | { event: "thumbnail.failed"; ms: number; reason: string }
  | { event: "payment.asked"; ms: number; outcome: string }
  | { event: "payment.stranger"; tenantId: TenantId }
  | { event: "payments.swept"; tenantId: TenantId; asked: number }
  | { event: "routing"; source: string; ms: number; outcome: string }
  | { event: "cron"; cron: string; ms: number }
  | { event: "partitions"; table: string; made: number; dropped: string[] };

type Level = "debug" | "info" | "warn" | "error";

const LEVEL: Record<LogEvent["event"], Level> = {
  "config.invalid": "error",
  request: "info",
  error: "error",
  query: "debug",
  "audit.sealed": "debug",
  "audit.failed": "error",
  "session.refused": "warn",
  "queue.heartbeat": "info",
  "queue.retry": "warn",
  "notify.again": "warn",
  "queue.dead": "error",
  ledger: "info",
  "ledger.refused": "error",
  "ledger.orphan": "error",
  reconcile: "info",
  "reconcile.failed": "error",
  "uploads.swept": "warn",
  "thumbnail.made": "debug",
  "thumbnail.failed": "warn",
  "payment.asked": "info",
  "payment.stranger": "warn",
  "payments.swept": "warn",
  routing: "info",
  cron: "info",
  partitions: "info",
};

/** A query slower than this is worth a look even when nobody asked for debug lines. */
const SLOW_QUERY_MS = 500;

export type Log = (event: LogEvent) => void;

/** One line of JSON per event, with the request or batch that it belongs to. */
export function createLog(context: { requestId: string }): Log {
  return (event) => {
    const slow = event.event === "query" && event.ms >= SLOW_QUERY_MS;
    const level = slow ? "warn" : LEVEL[event.event];
    console[level](JSON.stringify({ level, ...context, ...event }));
  };
}

/** For unexpected errors only: the message stays in the log and never reaches a client. */
export function logError(log: Log, where: string, error: unknown): void {
  if (error instanceof Error)
    log({ event: "error", where, error: `${error.name}: ${error.message}`, stack: error.stack });
  else log({ event: "error", where, error: String(error) });
}
