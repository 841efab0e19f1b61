import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { QueryGuard, Visit } from "../../../src/db/query-guard.ts";

const PLACES = 10;
const SERVICE_MS = 100;
/** Ten places of a tenth of a second each do a hundred a second. */
const CAPACITY_PER_SECOND = PLACES * (1_000 / SERVICE_MS);
const STORM_SECONDS = 20;
/** One critical, three normal and six low ones, as often as makes six times the capacity. */
const MIX = ["critical", ...Array.from({ length: 3 }, () => "normal" as const), ...low(6)] as const;
type Priority = "critical" | "normal" | "low";

function low(count: number) {
  return Array.from({ length: count }, () => "low" as const);
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface Outcome {
  readonly priority: Priority;
  readonly isServed: boolean;
  readonly ms: number;
}

async function request(guard: QueryGuard, priority: Priority): Promise<Outcome> {
  const began = Date.now();
  const visit = new Visit(guard);
  const done = (isServed: boolean) => ({ priority, isServed, ms: Date.now() - began });
  if (visit.admit(priority, 0.5) !== undefined) return done(false);
  const entered = await visit.enter();
  if (!entered.ok) return done(false);
  await new Promise((resolve) => setTimeout(resolve, SERVICE_MS));
  entered.value(false);
  return done(true);
}

async function load(guard: QueryGuard, seconds: number, perSecond: number): Promise<Outcome[]> {
  const asked: Promise<Outcome>[] = [];
  for (let tick = 0; tick < seconds * 10; tick += 1) {
    for (let index = 0; index < perSecond / 10; index += 1)
      asked.push(request(guard, MIX[(asked.length * 7) % MIX.length] ?? "low"));
    await vi.advanceTimersByTimeAsync(100);
  }
  const all = Promise.all(asked);
  await vi.advanceTimersByTimeAsync(3_000);
  return all;
}

function served(outcomes: readonly Outcome[], priority: Priority): number {
  const theirs = outcomes.filter((outcome) => outcome.priority === priority);
  return theirs.filter(({ isServed }) => isServed).length / theirs.length;
}

test("six times what the database can do: what is critical is served all the same, and afterwards everything", async () => {
  const guard = new QueryGuard(PLACES, () => Date.now());
  const calm = await load(guard, 3, CAPACITY_PER_SECOND * 0.2);
  expect(calm.every(({ isServed }) => isServed)).toBe(true);
  const storm = await load(guard, STORM_SECONDS, CAPACITY_PER_SECOND * 6);
  expect(served(storm, "critical")).toBeGreaterThanOrEqual(0.999);
  // Of six units one is done: what is critical takes six tenths of it, and four are left for eighteen of what is normal.
  expect(served(storm, "normal")).toBeGreaterThan(0.8 * (0.4 / 1.8));
  expect(served(storm, "low")).toBeLessThan(0.1);
  await vi.advanceTimersByTimeAsync(30_000);
  const after = await load(guard, 3, CAPACITY_PER_SECOND * 0.2);
  expect(after.every(({ isServed }) => isServed)).toBe(true);
});
