import { expect, test } from "vitest";
import * as z from "zod";
import { eachAlone } from "../../../src/protocol/api/each-alone.ts";

const List = z.array(eachAlone(z.strictObject({ size: z.int(), colour: z.string().regex(/^[a-z]+$/) })));

test("an item that is wrong keeps no other one from being read", () => {
  const read = List.parse([{ size: 1, colour: "red" }, { size: "x" }]);
  expect(read[0]).toEqual({ ok: true, value: { size: 1, colour: "red" } });
  expect(read[1]).toMatchObject({ ok: false, errors: [{ path: "size" }, { path: "colour" }] });
});

test("the pattern that a value failed stays with us", () => {
  const [read] = List.parse([{ size: 1, colour: "RED" }]);
  expect(read).toEqual({ ok: false, errors: [{ path: "colour", message: "must be a valid value" }] });
});

test("what is no object at all is the list's own fault", () => {
  expect(List.safeParse(["red"]).success).toBe(false);
});
