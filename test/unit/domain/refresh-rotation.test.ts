import { array, assert, integer, property, record } from "fast-check";
import { expect, test } from "vitest";
import { newFamily, rotate, type RefreshFamily } from "../../../src/domain/refresh-rotation.ts";

const START = 1_800_000_000_000;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

function advanced(family: RefreshFamily, now: number): RefreshFamily {
  const rotation = rotate(family, family.generation, now);
  if (rotation.kind !== "advance") throw new Error(rotation.kind);
  return rotation.family;
}

test("the newest token is exchanged for the next, and lives for thirty more days", () => {
  const family = advanced(newFamily(START), START + DAY);
  expect(family).toEqual({ generation: 2, rotatedAt: START + DAY, createdAt: START, expiresAt: START + 31 * DAY });
});

test("a lost reply is repeated for a minute", () => {
  const family = advanced(newFamily(START), START);
  expect(rotate(family, 1, START + MINUTE).kind).toBe("repeat");
  expect(rotate(family, 1, START + MINUTE + 1).kind).toBe("reuse");
});

test("once the child was used, its parent is stolen goods, however fresh", () => {
  const family = advanced(advanced(newFamily(START), START), START + 1);
  expect(rotate(family, 1, START + 2).kind).toBe("reuse");
  expect(rotate(family, 2, START + 2).kind).toBe("repeat");
});

test("no session outlives a month without use, or a quarter with it", () => {
  expect(rotate(newFamily(START), 1, START + 30 * DAY - 1).kind).toBe("advance");
  expect(rotate(newFamily(START), 1, START + 30 * DAY).kind).toBe("expired");
  let family = newFamily(START);
  for (let day = 1; day < 90; day++) family = advanced(family, START + day * DAY);
  expect(family.expiresAt).toBe(START + 90 * DAY);
  expect(rotate(family, family.generation, START + 90 * DAY).kind).toBe("expired");
});

/** Says of each token what the rules say in words: when it was made, and whether it was ever presented. */
type ModelToken = { madeAt: number; presented: boolean };

const anySteps = array(record({ waitMs: integer({ min: 0, max: 40_000 }), back: integer({ min: 0, max: 3 }) }), {
  maxLength: 40,
});

test("any order of old and new tokens is judged as the record of every token says", () => {
  assert(
    property(anySteps, (steps) => {
      let family = newFamily(START);
      let now = START;
      const made: ModelToken[] = [{ madeAt: START, presented: false }];
      for (const { waitMs, back } of steps) {
        now += waitMs;
        const at = Math.max(0, made.length - 1 - back);
        const [token, child] = [made[at], made[at + 1]];
        const rotation = rotate(family, at + 1, now);
        const repeatable = child !== undefined && !child.presented && now - child.madeAt <= MINUTE;
        expect(rotation.kind).toBe(child === undefined ? "advance" : repeatable ? "repeat" : "reuse");
        if (token) token.presented = true;
        if (rotation.kind !== "advance") continue;
        ({ family } = rotation);
        made.push({ madeAt: now, presented: false });
      }
      expect(family.generation).toBe(made.length);
    }),
  );
});
