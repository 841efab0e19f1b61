import { env } from "cloudflare:workers";
import { runDurableObjectAlarm } from "cloudflare:test";
import { expect, test, vi } from "vitest";
import { type DbConfig, openDb } from "../../../src/db/client.ts";
import type { KnownCaller } from "../../../src/domain/caller.ts";
import { deferredWriteRoutes } from "../../../src/http/routes/deferred-writes.ts";
import { shipmentRoutes } from "../../../src/http/routes/shipments.ts";
import { newRowId } from "../../../src/platform/new-row-id.ts";
import { deferredObject } from "../../../src/platform/object-stubs.ts";
import { OutboxEntry } from "../../../src/protocol/deferred-write.ts";
import type { DeferredWriteJob } from "../../../src/protocol/jobs.ts";
import { deferWrite, doDeferred } from "../../../src/services/deferred-writes.ts";
import { listDeadLetters, replayDeadLetter } from "../../../src/services/queue-desk.ts";
import { getShipment, listShipments } from "../../../src/services/shipments.ts";
import { appFor } from "../http/down-app.ts";
import { jobDeps, REACHABLE, UNREACHABLE } from "../jobs/job-deps.ts";
import { addMember, depsFor, newOffice, valueOf } from "./people-fixture.ts";
import { shipmentInput } from "./trip-place.ts";

type User = Extract<KnownCaller, { kind: "user" }>;

const MESSAGE = { queue: "doorstep-ledger", messageId: "m1" };

function objectOf({ tenantId, userId }: User) {
  return deferredObject(env, tenantId, userId);
}

function senderDeps(caller: User) {
  const deferred = (...names: Parameters<typeof deferredObject> extends [unknown, ...infer Rest] ? Rest : never) =>
    deferredObject(env, ...names);
  return { ...depsFor(caller), deferred };
}

function consumer(database: DbConfig) {
  return { ...jobDeps(REACHABLE), db: openDb(database, () => {}) };
}

test("while the database is down a shipment is accepted, and there once it is back: once, as it was sent", async () => {
  const { admin, north } = await newOffice();
  const app = appFor(admin, [...shipmentRoutes, ...deferredWriteRoutes]);
  app.use(UNREACHABLE);
  const sent = shipmentInput(north);
  const accepted = await app.post("/shipments", sent);
  expect(accepted.status).toBe(202);
  const { id, state } = OutboxEntry.parse(await accepted.json());
  const place = `/outbox/${id}`;
  expect([state, accepted.headers.get("location")]).toEqual(["waiting", `/api/v1${place}`]);
  expect(OutboxEntry.parse(await (await app.get(place)).json())).toMatchObject({ state: "waiting", attempts: 0 });

  // The object sends it, and the product's own consumer does it.
  expect(await runDurableObjectAlarm(objectOf(admin))).toBe(true);
  const done = await vi.waitFor(
    async () => {
      const entry = OutboxEntry.parse(await (await app.get(place)).json());
      expect(entry.state).toBe("done");
      return entry;
    },
    { timeout: 15_000, interval: 100 },
  );
  if (!done.shipmentId) throw new Error("no shipment");
  const made = valueOf(await getShipment(depsFor(admin), done.shipmentId));
  expect(made).toMatchObject({ reference: sent.reference, recipient: { name: "Robin Recipient" } });
  await runDurableObjectAlarm(objectOf(admin));
  expect(valueOf(await listShipments(depsFor(admin), {})).items).toHaveLength(1);
});

test("nobody else sees it, and what may not be done is not kept", async () => {
  const { admin, tenant, north, south } = await newOffice();
  const entry = valueOf(await deferWrite(senderDeps(admin), "createShipment", shipmentInput(north)));
  const other = await addMember(tenant, "dispatcher");
  expect((await appFor(other, deferredWriteRoutes).get(`/outbox/${entry.id}`)).status).toBe(404);
  const narrow = appFor({ ...other, regionIds: [south] }, shipmentRoutes);
  narrow.use(UNREACHABLE);
  expect((await narrow.post("/shipments", shipmentInput(north))).status).toBe(403);
});

test("with a database that fails a third of the time and messages that come twice, each is done once", async () => {
  const { admin, north } = await newOffice();
  const entries = await Promise.all(
    Array.from({ length: 12 }, async () =>
      deferWrite(senderDeps(admin), "createShipment", shipmentInput(north)).then(valueOf),
    ),
  );
  const { tenantId, userId: principal } = admin;
  const jobs = entries.map(({ id: outboxId }): DeferredWriteJob => ({
    kind: "deferred-write",
    tenantId,
    principal,
    outboxId,
  }));
  for (let round = 0; round < 3; round += 1) {
    const twice = [...jobs, ...jobs].map(async (job, index) => {
      const isDown = (index + round) % 3 === 0;
      return doDeferred(consumer(isDown ? UNREACHABLE : REACHABLE), job, MESSAGE);
    });
    for (const result of await Promise.all(twice)) expect(result.ok).toBe(true);
  }
  const states = await Promise.all(entries.map(async ({ id }) => objectOf(admin).entry(id)));
  expect(new Set(states.map((entry) => entry?.state))).toEqual(new Set(["done"]));
  const listed = valueOf(await listShipments(depsFor(admin), { limit: 100 })).items;
  expect(new Set(listed.map(({ id }) => id))).toEqual(new Set(states.map((entry) => entry?.shipmentId)));
  expect(listed).toHaveLength(entries.length);
});

test("what is refused says why; what cannot be done becomes a dead letter that may be tried again", async () => {
  const { admin, north } = await newOffice();
  const { tenantId, userId: principal } = admin;
  const wrong = { ...shipmentInput(north), recipient: { name: "Robin", phone: "12" } };
  const refused = valueOf(await deferWrite(senderDeps(admin), "createShipment", wrong));
  const job = { kind: "deferred-write" as const, tenantId, principal };
  await doDeferred(consumer(REACHABLE), { ...job, outboxId: refused.id }, MESSAGE);
  expect(await objectOf(admin).entry(refused.id)).toMatchObject({ state: "refused", code: "invalid-request" });

  const outboxId = newRowId.outbox();
  await objectOf(admin).put({ id: outboxId, operation: "createShipment", sealed: "no seal" });
  await doDeferred(consumer(REACHABLE), { ...job, outboxId }, MESSAGE);
  expect((await objectOf(admin).entry(outboxId))?.state).toBe("waiting");
  for (let time = 0; time < 2; time += 1)
    await doDeferred(consumer(REACHABLE), { ...job, outboxId }, { ...MESSAGE, messageId: crypto.randomUUID() });
  expect((await objectOf(admin).entry(outboxId))?.state).toBe("failed");
  const desk = { ...depsFor(admin), queues: jobDeps(REACHABLE).queues };
  const letter = valueOf(await listDeadLetters(desk, {})).items.find(({ kind }) => kind === "deferred-write");
  expect(letter?.error).toBe("a deferred createShipment cannot be done");
  expect((await replayDeadLetter(desk, letter?.id ?? 0)).ok).toBe(true);
});
