import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type Knowledge, type Schema, valuesOf } from "../../../dev/fuzz/schema-values.ts";

const KNOWN = { id: ["stp_1", "shp_1"], at: [7] };

function drawn(schema: Schema, name = ""): unknown[] {
  const knowledge: Knowledge = { components: {}, known: KNOWN };
  return fc.sample(valuesOf(schema, knowledge, name), { numRuns: 200, seed: 1 });
}

test("a list of types means one of them", () => {
  const types = new Set(drawn({ type: ["number", "null"] }).map((value) => (value === null ? "null" : typeof value)));
  expect([...types].toSorted()).toEqual(["null", "number"]);
});

test("patterns are of whole characters: a class by its property is no class of letters", () => {
  const texts = drawn({ type: "string", pattern: "^\\P{Cc}*$", minLength: 1, maxLength: 8 });
  expect(texts.filter((text) => !/^\P{Cc}{1,8}$/u.test(String(text)))).toEqual([]);
});

test("a known value is used where it fits the field's type and pattern, most often", () => {
  const ids = drawn({ type: "string", pattern: "^stp_\\d$" }, "id");
  expect(ids.filter((id) => id === "stp_1").length).toBeGreaterThan(150);
  expect(ids).not.toContain("shp_1");
  expect(drawn({ type: "integer" }, "at").filter((at) => at === 7).length).toBeGreaterThan(150);
  expect(drawn({ type: "string" }, "at")).not.toContain(7);
});
