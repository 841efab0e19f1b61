import { expect, test } from "vitest";
import { LINK_AFTER_END_MS, LINK_LIFETIME_MS, linkEndsAt, linkStatus } from "../../../src/domain/link-life.ts";

const MADE_AT = 1_700_000_000_000;
const expiresAt = MADE_AT + LINK_LIFETIME_MS;
const open = { expiresAt, revokedAt: null, closedAt: null };

test("a link lasts fourteen days, and is over with the last millisecond of them", () => {
  expect(LINK_LIFETIME_MS).toBe(14 * 86_400_000);
  expect(linkStatus(open, expiresAt - 1)).toBe("open");
  expect(linkStatus(open, expiresAt)).toBe("expired");
});

test("it ends a day after its shipment, but never later than by itself", () => {
  expect(LINK_AFTER_END_MS).toBe(86_400_000);
  expect(linkEndsAt({ expiresAt, closedAt: MADE_AT })).toBe(MADE_AT + LINK_AFTER_END_MS);
  expect(linkEndsAt({ expiresAt, closedAt: expiresAt - 1 })).toBe(expiresAt);
  expect(linkStatus({ ...open, closedAt: MADE_AT }, MADE_AT + LINK_AFTER_END_MS)).toBe("expired");
});

test("a revoked one stays revoked, also when its time is over", () => {
  expect(linkStatus({ ...open, revokedAt: MADE_AT }, MADE_AT)).toBe("revoked");
  expect(linkStatus({ ...open, revokedAt: MADE_AT }, expiresAt)).toBe("revoked");
});
