import { expect, test } from "vitest";
import { Announcer } from "../../../src/web/track/announcer.ts";
import { FakeClock } from "./live/fake-clock.ts";

function listening() {
  const clock = new FakeClock();
  const said: string[] = [];
  const announcer = new Announcer((text) => said.push(text), clock.parts());
  const hear = (key: string) => announcer.hear({ key, etaAt: null }, key);
  return { clock, said, hear };
}

test("what a page opens with was read, and is not said", () => {
  const { said, hear } = listening();
  hear("on the way");
  hear("on the way");
  expect(said).toEqual([]);
});

test("a change is said at once, the next after a quarter of a minute, and only the newest of them", async () => {
  const { clock, said, hear } = listening();
  hear("on the way");
  hear("late");
  expect(said).toEqual(["late"]);
  hear("lost");
  hear("arriving");
  await clock.advance(14_000);
  expect(said).toEqual(["late"]);
  await clock.advance(1_500);
  expect(said).toEqual(["late", "arriving"]);
});

test("what has passed before it could be said is not said", async () => {
  const { clock, said, hear } = listening();
  hear("on the way");
  hear("late");
  hear("lost");
  hear("late");
  await clock.advance(60_000);
  expect(said).toEqual(["late"]);
});
