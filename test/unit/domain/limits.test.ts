import { expect, test } from "vitest";
import { LIMITS } from "../../../src/domain/limits.ts";

test("every tier has the numbers that users were promised", () => {
  const tiers = Object.entries(LIMITS).map(([name, { capacity, perSeconds }]) => [name, capacity, perSeconds]);
  expect(tiers).toEqual([
    ["standard", 100, 60],
    ["critical", 300, 60],
    ["upload", 20, 60],
    ["upload-network", 3_000, 60],
    ["low", 20, 60],
    ["login", 30, 60],
    ["sos", 300, 60],
    ["link-miss", 30, 60],
    ["tenant-sockets", 30_000, 600],
  ]);
});
