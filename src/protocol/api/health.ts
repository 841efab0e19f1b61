import * as z from "zod";
import { BreakerMode } from "../breaker.ts";
import { endpoint } from "./endpoint.ts";

export const PartHealth = z.strictObject({
  status: z.enum(["ok", "down"]),
  latencyMs: z.number().min(0).meta({ description: "Milliseconds until it answered or was given up" }),
  code: z.string().optional().meta({ description: "Why it counts as down" }),
});
export type PartHealth = z.infer<typeof PartHealth>;

export const HealthReport = z
  .strictObject({
    status: z.enum(["ok", "degraded", "down"]),
    version: z.string(),
    checkedAt: z.int().meta({ description: "Milliseconds since 1970" }),
    parts: z.strictObject({ database: PartHealth, queue: PartHealth, objects: PartHealth, files: PartHealth }),
    load: z.enum(["calm", "busy", "overloaded"]).meta({
      description:
        "How much the runtime that answers asks of the database: busy sends away reports, overloaded all but what is urgent",
    }),
    breakers: z
      .strictObject({
        database: BreakerMode,
        routing: BreakerMode,
        sms: BreakerMode,
        mail: BreakerMode,
        cards: BreakerMode,
      })
      .meta({ description: "As that runtime knows them; open: not asked for a while, because it failed too often" }),
  })
  .meta({ id: "HealthReport" });
export type HealthReport = z.infer<typeof HealthReport>;

export const getHealth = endpoint({
  method: "get",
  path: "/health",
  unversioned: true,
  access: "public",
  limit: "none",
  priority: "critical",
  operationId: "getHealth",
  tag: "System",
  summary: "State of every part",
  description:
    "ok: all parts answer. degraded: live tracking works, something behind it does not. down: live objects do not answer (503).",
  status: 200,
  alsoStatus: { 503: "down" },
  output: HealthReport,
  errors: [],
});

export const Liveness = z.strictObject({ status: z.literal("ok") }).meta({ id: "Liveness" });

export const getLiveness = endpoint({
  method: "get",
  path: "/health/live",
  unversioned: true,
  access: "public",
  limit: "none",
  priority: "critical",
  operationId: "getLiveness",
  tag: "System",
  summary: "Does the Worker run?",
  description: "Asks no other part.",
  status: 200,
  output: Liveness,
  errors: [],
});

export const Readiness = z.strictObject({ ready: z.boolean() }).meta({ id: "Readiness" });

export const getReadiness = endpoint({
  method: "get",
  path: "/health/ready",
  unversioned: true,
  access: "public",
  limit: "none",
  priority: "critical",
  operationId: "getReadiness",
  tag: "System",
  summary: "May traffic come here?",
  description: "Ready unless live objects do not answer (503): without Postgres, live tracking goes on.",
  status: 200,
  alsoStatus: { 503: "not ready" },
  output: Readiness,
  errors: [],
});
