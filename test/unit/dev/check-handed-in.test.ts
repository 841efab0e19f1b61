import { expect, test } from "vitest";
import { checkHandedIn } from "../../../dev/chaos/check-handed-in.ts";

const A = { reference: "a", shipments: 1, made: 1 };
const B = { reference: "b", shipments: 1, made: 1 };

test("what is there once, and was made once, is right, also what nobody was told of", () => {
  expect(checkHandedIn(["a"], [A, B])).toEqual([]);
});

test.each([
  ["one that was accepted is missing", [A], "1 parcels are missing"],
  ["one is there twice", [A, { ...B, shipments: 2 }], "1 parcels were made twice"],
  ["one was made twice", [A, { ...B, made: 2 }], "1 parcels were made twice"],
  ["one has no beginning", [A, { ...B, made: 0 }], "1 parcels have no beginning"],
])("it is told when %s", (_, rows, detail) => {
  expect(checkHandedIn(["a", "b"], rows)).toEqual([detail]);
});
