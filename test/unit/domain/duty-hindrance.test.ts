import { expect, test } from "vitest";
import { dutyHindrance } from "../../../src/domain/duty-hindrance.ts";

test("an active driver without expired documents goes on duty, and nobody else", () => {
  expect(dutyHindrance({ status: "active", expired: [] })).toBeNull();
  expect(dutyHindrance({ status: "active", expired: ["licence"] })).toBe("document-expired");
  expect(dutyHindrance({ status: "suspended", expired: [] })).toBe("not-active");
  expect(dutyHindrance({ status: "invited", expired: ["licence"] })).toBe("not-active");
});
