import { env } from "cloudflare:workers";
import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { expect, test, vi } from "vitest";
import { openDb } from "../../../src/db/client.ts";
import { listDeadLetters } from "../../../src/db/dead-letters.ts";
import { type BatchDeps, handleBatch } from "../../../src/jobs/queue.ts";
import { jobDeps, REACHABLE, UNREACHABLE } from "./job-deps.ts";

/** Far more than this file leaves in the table. */
const ALL = 500;

async function handle(queue: string, messages: { id: string; body: unknown }[], deps: BatchDeps) {
  const timestamp = new Date();
  const batch = createMessageBatch(
    queue,
    messages.map((message) => ({ ...message, timestamp, attempts: 1 })),
  );
  await handleBatch(batch, deps);
  return getQueueResult(batch, createExecutionContext());
}

async function deadLetters() {
  const listed = await listDeadLetters(
    openDb(REACHABLE, () => {}),
    ALL,
  );
  if (!listed.ok) throw new Error(listed.error.tag);
  return listed.value;
}

test("a heartbeat is measured and acknowledged", async () => {
  const deps = jobDeps(REACHABLE);
  const id = crypto.randomUUID();
  const sentAt = Date.now() - 1_500;
  const result = await handle("doorstep-ledger", [{ id, body: { kind: "heartbeat", queue: "ledger", sentAt } }], deps);
  expect(result.explicitAcks).toEqual([id]);
  const [event] = deps.events;
  expect(event).toMatchObject({ event: "queue.heartbeat", queue: "ledger" });
  expect(event?.event === "queue.heartbeat" && event.delayMs).toBeGreaterThanOrEqual(1_500);
});

test("a body of unknown shape is kept for people at once, and its neighbour is handled", async () => {
  const deps = jobDeps(REACHABLE);
  const [bad, good] = [crypto.randomUUID(), crypto.randomUUID()];
  const messages = [
    { id: bad, body: { kind: "surprise" } },
    { id: good, body: { kind: "heartbeat", queue: "ledger", sentAt: Date.now() } },
  ];
  const result = await handle("doorstep-ledger", messages, deps);
  expect(result.explicitAcks).toEqual([bad, good]);
  const letter = (await deadLetters()).find(({ messageId }) => messageId === bad);
  expect(letter).toMatchObject({ queue: "doorstep-ledger", error: "unknown shape", timesSeen: 1 });
  expect(deps.events.map(({ event }) => event)).toEqual(["queue.dead", "queue.heartbeat"]);
});

test("a message of a dead-letter queue is stored once, however often it comes", async () => {
  const id = crypto.randomUUID();
  const message = { id, body: { kind: "heartbeat", queue: "ledger", sentAt: 1 } };
  for (let time = 0; time < 2; time++) await handle("doorstep-ledger-dead", [message], jobDeps(REACHABLE));
  const letters = (await deadLetters()).filter(({ messageId }) => messageId === id);
  expect(letters).toMatchObject([{ queue: "doorstep-ledger", error: "gave up after retries", timesSeen: 2 }]);
});

test("without the database nothing is acknowledged: the message comes again", async () => {
  const deps = jobDeps(UNREACHABLE);
  const id = crypto.randomUUID();
  const result = await handle("doorstep-ledger-dead", [{ id, body: {} }], deps);
  expect(result.explicitAcks).toEqual([]);
  expect(result.retryMessages).toMatchObject([{ msgId: id }]);
  expect(deps.events).toMatchObject([{ event: "queue.retry", reason: "unavailable", attempt: 1 }]);
});

test("a real message that no version understands travels through the real queue into the table", async () => {
  await env.EXPORTS_QUEUE.send({ kind: "surprise" });
  const arrived = async () =>
    expect((await deadLetters()).some(({ queue }) => queue === "doorstep-exports")).toBe(true);
  await vi.waitFor(arrived, { timeout: 15_000, interval: 200 });
});
