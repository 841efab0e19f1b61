import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import * as z from "zod";
import { ROUTES } from "../../../src/http/app.ts";
import { ANSWER_KEPT_MS } from "../../../src/domain/idempotency.ts";
import { idempotencyObject } from "../../../src/platform/object-stubs.ts";
import { keepsAnswer } from "../../../src/protocol/api/idempotency-key.ts";
import { userToken } from "../access/identities.ts";
import { addMember, newOffice } from "../services/people-fixture.ts";
import { newShipment, shipmentInput } from "../services/trip-place.ts";
import { askAs } from "./ask-as.ts";
import { codeOf } from "./call.ts";

const newKey = () => ({ "idempotency-key": crypto.randomUUID() });

test("a request whose answer was lost is answered as the first time, and done once", async () => {
  const { admin, north } = await newOffice();
  const token = await userToken(admin);
  const [headers, body] = [newKey(), shipmentInput(north)];
  const first = await askAs(token, "POST /shipments", { body, headers });
  const again = await askAs(token, "POST /shipments", { body, headers });
  // Without the key it would have been the 200 of one that exists.
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(again.headers.get("etag")).toBe(first.headers.get("etag"));
  expect([first, again].map((answer) => answer.headers.get("idempotency-replayed"))).toEqual([null, "true"]);
  expect(await again.json()).toEqual(await first.json());
});

test("refusals stand too, and a key means one request of one caller", async () => {
  const office = await newOffice();
  const token = await userToken(office.admin);
  const { id } = await newShipment(office);
  const headers = newKey();
  const cancel = (who: string, path = `/shipments/${id}/cancel`) => askAs(who, `POST ${path}`, { headers });
  expect((await cancel(token, "/trips/trip_00000000000000000000000000/start")).status).toBe(404);
  const other = await cancel(token);
  expect(other.status).toBe(422);
  expect(await codeOf(other)).toBe("idempotency-mismatch");
  const colleague = await userToken(await addMember(office.tenant, "dispatcher"));
  expect((await cancel(colleague)).status).toBe(200);
  const bad = { "idempotency-key": "" };
  expect((await askAs(token, `POST /shipments/${id}/cancel`, { headers: bad })).status).toBe(400);
});

test("of two at once one is done, and the other waits for its answer", async () => {
  const { admin, north } = await newOffice();
  const token = await userToken(admin);
  const [headers, items] = [newKey(), [shipmentInput(north)]];
  const ask = () => askAs(token, "POST /shipments/batch", { body: { items }, headers });
  const answers = await Promise.all([ask(), ask(), ask()]);
  const done = answers.filter(({ status }) => status === 200);
  const waiting = answers.filter(({ status }) => status === 409);
  expect(done.length + waiting.length).toBe(3);
  expect(waiting.length).toBeGreaterThan(0);
  for (const one of waiting) {
    expect(one.headers.get("retry-after")).toBe("1");
    expect(await codeOf(one)).toBe("in-progress");
  }
  for (const one of [...done, await ask()]) expect(await one.json()).toMatchObject({ items: [{ outcome: "created" }] });
});

test("an answer is kept sealed and for a day, and then nothing of it is left", async () => {
  const { admin, tenantId, north } = await newOffice();
  const body = shipmentInput(north);
  await askAs(await userToken(admin), "POST /shipments", { body, headers: newKey() });
  const stub = idempotencyObject(env, tenantId, admin.userId);
  const rows = () => runInDurableObject(stub, (_, { storage }) => storage.sql.exec("SELECT * FROM answers").toArray());
  const kept = await rows();
  expect(kept).toMatchObject([{ sealed: expect.stringMatching(/^v1\./) }]);
  expect(JSON.stringify(kept)).not.toContain(body.reference);
  const age = (ms: number) =>
    runInDurableObject(stub, (_, { storage }) => {
      storage.sql.exec("UPDATE answers SET begun_at = begun_at - ?", ms);
      storage.sql.exec("UPDATE alarm_slots SET at = 0");
    });
  await age(ANSWER_KEPT_MS - 60_000);
  await runDurableObjectAlarm(stub);
  expect(await rows()).toHaveLength(1);
  await age(60_000);
  await runDurableObjectAlarm(stub);
  const left = await runInDurableObject(stub, (_, { storage }) =>
    storage.sql.exec("SELECT name FROM sqlite_master WHERE name = 'answers'").toArray(),
  );
  expect(left).toEqual([]);
});

test("what came to nothing may be tried again, and a late worker takes back nothing of the next", async () => {
  const { admin, tenantId } = await newOffice();
  const stub = idempotencyObject(env, tenantId, admin.userId);
  const begin = () => stub.begin("key", "print");
  const first = await begin();
  if (first.verdict !== "first") throw new Error(first.verdict);
  expect(await begin()).toEqual({ verdict: "working" });
  await stub.giveUp(first.number);
  const second = await begin();
  if (second.verdict !== "first") throw new Error(second.verdict);
  await stub.answer(first.number, "late");
  await stub.giveUp(first.number);
  await stub.answer(second.number, "sealed");
  await stub.giveUp(second.number);
  expect(await begin()).toEqual({ verdict: "answered", sealed: "sealed" });
});

/** What is called so opens something, and has to be marked. */
const SECRET_NAME = /"(?:secret|ticket|token)":\{(?![^{}]*"x-secret":true)[^{}]*"type":"string"/;

test("operations whose answers hold a secret keep none of them, and all others keep theirs", () => {
  const posts = ROUTES.map(({ endpoint }) => endpoint).filter(
    ({ method, access }) => method === "post" && access !== "public",
  );
  const shapes = posts.map((endpoint) => ({
    operationId: endpoint.operationId,
    keeps: keepsAnswer(endpoint),
    shape: JSON.stringify(z.toJSONSchema(endpoint.output, { unrepresentable: "any" })),
  }));
  const holdsSecret = shapes.filter(({ shape }) => shape.includes('"x-secret":true'));
  expect(shapes.filter(({ keeps }) => !keeps).map(({ operationId }) => operationId)).toEqual(
    holdsSecret.map(({ operationId }) => operationId),
  );
  expect(holdsSecret.map(({ operationId }) => operationId)).toContain("shareRoute");
  expect(shapes.filter(({ shape }) => SECRET_NAME.test(shape)).map(({ operationId }) => operationId)).toEqual([]);
});
