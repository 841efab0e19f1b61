import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { STANDS_IN_MS } from "../../../src/domain/kept-answer.ts";
import { type Answer, KeptAnswers } from "../../../src/platform/kept-answers.ts";
import type { FactMarks } from "../../../src/protocol/fact-kind.ts";

const START = 1_800_000_000_000;
const RULE = { seconds: 30, of: ["shipments"] } as const;
const answerOf = (version: number, status = 200): Answer => ({ status, headers: [], body: String(version) });

/** Postgres and the object that counts changes, as several runtimes see them. */
class World {
  version = 0;
  marks: FactMarks = { people: 0, shipments: 0, trips: 0, changedAt: 0 };
  asked = 0;
  isDown = false;

  write(): void {
    this.version += 1;
  }

  /** What a writer does before it hears that it is done. */
  count(kind: "people" | "shipments" = "shipments"): void {
    this.marks = { ...this.marks, [kind]: this.marks[kind] + 1 };
  }

  source(pause: () => Promise<void> = async () => Promise.resolve()) {
    return {
      marks: async () => {
        await pause();
        return this.marks;
      },
      work: async () => {
        await pause();
        this.asked += 1;
        const answer = this.isDown ? answerOf(0, 503) : answerOf(this.version);
        await pause();
        return answer;
      },
      later: () => {},
    };
  }
}

function clocked() {
  const clock = { now: START };
  return { clock, answers: new KeptAnswers(() => clock.now), world: new World() };
}

test("within its time an answer is given again, until what it is made of was changed", async () => {
  const { clock, answers, world } = clocked();
  const ask = async (key = "a") => answers.give(key, RULE, world.source());
  expect((await ask()).from).toBe("work");
  clock.now += 29_999;
  world.count("people");
  expect(await ask()).toMatchObject({ from: "kept", ageMs: 29_999 });
  expect((await ask("another caller")).from).toBe("work");
  world.write();
  world.count();
  expect(await ask()).toMatchObject({ from: "work", answer: { body: "1" } });
  clock.now += 30_000;
  expect((await ask()).from).toBe("work");
});

describe("while the database does not answer", () => {
  test("what was said before stands in for a quarter of an hour, however much has changed", async () => {
    const { clock, answers, world } = clocked();
    await answers.give("a", RULE, world.source());
    world.isDown = true;
    world.count();
    clock.now += STANDS_IN_MS - 1;
    expect(await answers.give("a", RULE, world.source())).toMatchObject({ from: "stand-in", ageMs: STANDS_IN_MS - 1 });
    expect((await answers.give("b", RULE, world.source())).answer.status).toBe(503);
    clock.now += 1;
    expect((await answers.give("a", RULE, world.source())).answer.status).toBe(503);
  });

  test("what is gone stands in for nothing", async () => {
    const { answers, world } = clocked();
    await answers.give("a", RULE, world.source());
    world.count();
    await answers.give("a", RULE, { ...world.source(), work: async () => Promise.resolve(answerOf(0, 404)) });
    world.isDown = true;
    expect((await answers.give("a", RULE, world.source())).answer.status).toBe(503);
  });
});

test("without the marks nothing counts as fresh", async () => {
  const { answers, world } = clocked();
  const source = { ...world.source(), marks: async () => Promise.resolve(null) };
  await answers.give("a", RULE, source);
  expect((await answers.give("a", RULE, source)).from).toBe("work");
});

test("soon after a change no lagging copy is asked", async () => {
  const clock = { now: START };
  const [answers, world] = [new KeptAnswers(() => clock.now, 5_000), new World()];
  const settled: boolean[] = [];
  const ask = async (key: string) => {
    const work = async (isSettled: boolean) => {
      settled.push(isSettled);
      return Promise.resolve(answerOf(1));
    };
    return (await answers.give(key, RULE, { ...world.source(), work })).from;
  };
  world.marks = { ...world.marks, changedAt: START };
  clock.now += 4_999;
  // What the writer's own database says may be given again.
  expect([await ask("a"), await ask("a")]).toEqual(["work", "kept"]);
  clock.now += 1;
  expect([await ask("b"), await ask("b")]).toEqual(["work", "kept"]);
  expect(settled).toEqual([false, true]);
});

test("the oldest go first when there are too many", async () => {
  const { answers, world } = clocked();
  const large = { ...world.source(), work: async () => Promise.resolve({ ...answerOf(1), body: "x".repeat(3 << 20) }) };
  for (const key of ["a", "b", "c"]) await answers.give(key, RULE, large);
  expect((await answers.give("c", RULE, large)).from).toBe("kept");
  expect((await answers.give("a", RULE, large)).from).toBe("work");
});

/** Reads in three runtimes and writes, each in steps that any other may come between. */
const happening = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("read" as const), runtime: fc.nat({ max: 2 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("write" as const), runtime: fc.constant(0) }) },
);

test("whatever comes between what: no answer is older than the last change that was acknowledged before it was asked for", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(happening, { minLength: 5, maxLength: 25 }), async (scheduler, all) => {
      const world = new World();
      const runtimes = [0, 1, 2].map(() => new KeptAnswers(() => START));
      let acknowledged = 0;
      const pause = async () => scheduler.schedule(Promise.resolve());
      const running = all.map(async ({ kind, runtime }) => {
        await pause();
        if (kind === "write") {
          world.write();
          const mine = world.version;
          await pause();
          world.count();
          acknowledged = Math.max(acknowledged, mine);
          return;
        }
        const promised = acknowledged;
        const given = await runtimes[runtime]?.give("a", RULE, world.source(pause));
        expect(Number(given?.answer.body)).toBeGreaterThanOrEqual(promised);
      });
      await scheduler.waitFor(Promise.all(running));
    }),
    { numRuns: 150 },
  );
});
