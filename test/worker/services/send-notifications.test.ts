import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { statements } from "../../../src/db/client.ts";
import { ownRows } from "../../../src/db/own-rows.ts";
import { notifications } from "../../../src/db/schema/messaging.ts";
import { err, ok } from "../../../src/domain/result.ts";
import type { Messenger, Sent, Sms } from "../../../src/platform/messages/messenger.ts";
import { sandboxOutbox } from "../../../src/platform/object-stubs.ts";
import type { NotifyJob } from "../../../src/protocol/jobs.ts";
import { sendNotifications } from "../../../src/services/send-notifications.ts";
import { jobDeps, REACHABLE } from "../jobs/job-deps.ts";
import { newOffice, type Office, valueOf } from "./people-fixture.ts";
import { newShipment } from "./trip-place.ts";

const UNREACHABLE: Sent = err({ tag: "unreachable", reason: "network" });

/** Somebody waits for each of so many parcels, and is to be told so. */
async function newJob(office: Office, count: number) {
  const waited = [];
  for (let made = 0; made < count; made++) waited.push(await newShipment(office));
  const job: NotifyJob = {
    kind: "notify",
    tenantId: office.tenantId,
    template: "delayed",
    occasion: `test:${crypto.randomUUID()}`,
    shipmentIds: waited.map(({ id }) => id),
  };
  return { job, references: waited.map(({ reference }) => reference) };
}

/** A provider of SMS that answers as it is told, and keeps what it was asked. */
function provider(answer: (sms: Sms) => Promise<Sent> | Sent) {
  const asked: Sms[] = [];
  const messenger: Messenger = {
    sms: async (sms) => {
      asked.push(sms);
      return answer(sms);
    },
    mail: async () => UNREACHABLE,
  };
  return { asked, deps: { ...jobDeps(REACHABLE), messenger } };
}

/** A consumer in the midst of a call, until the provider answers. */
async function midCall(job: NotifyJob) {
  const answer = Promise.withResolvers<Sent>();
  const { asked, deps } = provider(async () => answer.promise);
  const sending = sendNotifications(deps, job);
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  return { answer, asked, sending };
}

async function statusesOf({ tenant }: Office): Promise<string[]> {
  const { status } = notifications;
  const rows = await tenant.run(
    "test.read",
    statements.select({ status }).from(notifications).where(ownRows(notifications, tenant)),
  );
  return valueOf(rows).map((row) => row.status);
}

/** As if their time were over. */
async function endClaims({ tenant }: Office): Promise<void> {
  const past = statements.update(notifications).set({ claimedUntil: sql`now() - interval '1 second'` });
  valueOf(await tenant.run("test.later", past.where(ownRows(notifications, tenant))));
}

test("two consumers that hold one job call the provider once for each message", async () => {
  const office = await newOffice();
  const { job } = await newJob(office, 2);
  const first = await midCall(job);
  const second = provider(() => ok(undefined));
  // It sends the message that is free, and has to look again after the one that may still fail.
  await sendNotifications(second.deps, job);
  expect(second.asked).toHaveLength(1);
  first.answer.resolve(ok(undefined));
  expect(await first.sending).toEqual(ok(undefined));
  const again = provider(() => ok(undefined));
  expect(await sendNotifications(again.deps, job)).toEqual(ok(undefined));
  const asked = [...first.asked, ...second.asked, ...again.asked].map(({ id }) => id);
  expect([asked.length, new Set(asked).size]).toEqual([2, 2]);
  expect(await statusesOf(office)).toEqual(["sent", "sent"]);
});

test("a message that somebody else is sending is not done: the job comes again", async () => {
  const office = await newOffice();
  const { job } = await newJob(office, 1);
  const first = await midCall(job);
  const second = provider(() => ok(undefined));
  expect(await sendNotifications(second.deps, job)).toEqual(err({ tag: "held" }));
  first.answer.resolve(UNREACHABLE);
  expect(await first.sending).toEqual(UNREACHABLE);
  expect(await sendNotifications(second.deps, job)).toEqual(ok(undefined));
  expect(second.asked.map(({ id }) => id)).toEqual(first.asked.map(({ id }) => id));
});

test("what a consumer held that died is sent by the next one under the same name", async () => {
  const office = await newOffice();
  const { job } = await newJob(office, 1);
  const dying = provider(() => {
    throw new Error("killed");
  });
  await expect(sendNotifications(dying.deps, job)).rejects.toThrow("killed");
  const next = provider(() => ok(undefined));
  expect(await sendNotifications(next.deps, job)).toEqual(err({ tag: "held" }));
  await endClaims(office);
  expect(await sendNotifications(next.deps, job)).toEqual(ok(undefined));
  expect(next.asked.map(({ id }) => id)).toEqual(dying.asked.map(({ id }) => id));
});

test("who comes back after its time gives back nothing that is another's by now", async () => {
  const office = await newOffice();
  const { job } = await newJob(office, 1);
  const late = await midCall(job);
  await endClaims(office);
  const timely = await midCall(job);
  late.answer.resolve(UNREACHABLE);
  expect(await late.sending).toEqual(UNREACHABLE);
  const third = provider(() => ok(undefined));
  expect(await sendNotifications(third.deps, job)).toEqual(err({ tag: "held" }));
  timely.answer.resolve(ok(undefined));
  expect(await timely.sending).toEqual(ok(undefined));
  expect(third.asked).toEqual([]);
});

test("a job that got somewhere begins anew with the rest, and so do its tries", async () => {
  const office = await newOffice();
  const { job, references } = await newJob(office, 3);
  const [failing = ""] = references;
  const half = provider(({ text }) => (text.includes(failing) ? UNREACHABLE : ok(undefined)));
  expect(await sendNotifications(half.deps, job)).toEqual(ok(undefined));
  expect(half.deps.events).toMatchObject([{ event: "notify.again", left: 1, reason: "unreachable" }]);
  // The runtime's own consumer has the other provider, the sandbox.
  const told = async (reference: string) =>
    (await sandboxOutbox(env).list()).filter(({ text }) => text.includes(reference)).length;
  await vi.waitFor(async () => expect(await told(failing)).toBe(1), { timeout: 20_000, interval: 250 });
  expect(await told(references[1] ?? "")).toBe(0);
  await vi.waitFor(async () => expect(await statusesOf(office)).toEqual(["sent", "sent", "sent"]));
});

test("a provider that rests is not asked for the others of the job", async () => {
  const office = await newOffice();
  const { job } = await newJob(office, 3);
  const resting = provider(() => err({ tag: "resting", retryAfterSeconds: 30 }));
  expect(await sendNotifications(resting.deps, job)).toMatchObject(err({ tag: "resting" }));
  expect(resting.asked).toHaveLength(1);
});
