import { expect, test } from "vitest";
import { HealthReport, Liveness, Readiness } from "../../../src/protocol/api/health.ts";
import { checkHealth, type HealthDeps } from "../../../src/services/health.ts";
import { call } from "./call.ts";

test("with everything up, each part answers and tells how long it took", async () => {
  const answer = await call("/health");
  expect(answer.status).toBe(200);
  const report = HealthReport.parse(await answer.json());
  expect(report.status).toBe("ok");
  expect(Object.values(report.parts).map(({ status }) => status)).toEqual(["ok", "ok", "ok", "ok"]);
});

test("liveness and readiness answer for load balancers", async () => {
  expect(Liveness.parse(await (await call("/health/live")).json())).toEqual({ status: "ok" });
  expect(Readiness.parse(await (await call("/health/ready")).json())).toEqual({ ready: true });
});

function deps(broken: Partial<HealthDeps["probes"]>): HealthDeps & { failures: string[] } {
  const failures: string[] = [];
  const up = () => Promise.resolve();
  return {
    now: () => Date.now(),
    version: "v",
    probes: { database: up, queue: up, objects: up, files: up, ...broken },
    pressure: () => ({
      load: "calm",
      breakers: { database: "closed", routing: "closed", sms: "closed", mail: "closed", cards: "closed" },
    }),
    onFailure: (part, error) => failures.push(`${part}: ${error instanceof Error ? error.message : String(error)}`),
    failures,
  };
}

test("anything but the objects may fail: the service is degraded, and the failure is reported", async () => {
  const known = deps({ database: () => Promise.reject(new Error("refused")) });
  const report = await checkHealth(known);
  expect(report.status).toBe("degraded");
  expect(report.parts.database).toMatchObject({ status: "down", code: "error" });
  expect(known.failures).toEqual(["database: refused"]);
});

test("a part that never answers counts as down after its time", async () => {
  const report = await checkHealth(deps({ files: () => new Promise(() => {}) }));
  expect(report.parts.files).toMatchObject({ status: "down", code: "timeout" });
  expect(report.status).toBe("degraded");
});

test("without objects nothing is live: down", async () => {
  const report = await checkHealth(deps({ objects: () => Promise.reject(new Error("gone")) }));
  expect(report.status).toBe("down");
});
