import { expect, test } from "vitest";
import { checkTold } from "../../../dev/chaos/check-told.ts";

const SENT = [
  { id: "a", key: "1", status: "sent" },
  { id: "b", key: "2", status: "sent" },
];
const TAKEN = [
  { id: "a", outcome: "accepted" as const },
  { id: "b", outcome: "accepted" as const },
];
const once = { wanted: 2, repeatsMax: 0 };

test("everybody who was told everything once is right, also after refusals", () => {
  expect(checkTold(SENT, [{ id: "a", outcome: "refused" }, ...TAKEN], once)).toEqual([]);
});

test("an answer that was lost may be asked for again, under the same name", () => {
  expect(checkTold(SENT, [{ id: "a", outcome: "lost" }, ...TAKEN], once)).toEqual([]);
});

test("what was taken may be asked for again as often as Postgres could not be told, and no oftener", () => {
  const [first, second] = [
    [...TAKEN, ...TAKEN.slice(1)],
    [...TAKEN, ...TAKEN],
  ];
  const detail = "2 were asked for again although they had been taken, of 1 that may be";
  expect(checkTold(SENT, first, { wanted: 2, repeatsMax: 1 })).toEqual([]);
  expect(checkTold(SENT, second, { wanted: 2, repeatsMax: 1 })).toEqual([detail]);
});

test.each([
  ["a line is missing", SENT.slice(1), TAKEN, "1 of 2 have a line"],
  ["a line never ended", [{ ...SENT[0], id: "a", key: "1", status: "queued" }, ...SENT.slice(1)], TAKEN, "1 are not"],
  ["a key has two lines", [...SENT, { id: "c", key: "2", status: "sent" }], TAKEN, "1 have two lines"],
  ["the provider took it twice", SENT, [...TAKEN, ...TAKEN], "2 were asked for again"],
  ["the provider never had it", SENT, TAKEN.slice(1), "the provider was given 1 of 2"],
  ["it went out under two names", SENT, [...TAKEN, { id: "c", outcome: "accepted" as const }], "was given 3 of 2"],
])("it is told when %s", (_, notes, calls, detail) => {
  expect(checkTold(notes, calls, once)).toContainEqual(expect.stringContaining(detail));
});
