import { describe, expect, test } from "vitest";
import { mayRemovePasskey, stepAfterCode } from "../../../src/domain/sign-in-step.ts";
import { PersonRole } from "../../../src/protocol/account.ts";

const NEEDS_FACTOR: readonly PersonRole[] = ["admin", "dispatcher"];

describe.each(PersonRole.options)("%s", (role) => {
  const needs = NEEDS_FACTOR.includes(role);

  test("removes its last passkey only where none is needed", () => {
    expect(mayRemovePasskey(role, { totp: false, passkeys: 1 })).toBe(!needs);
  });

  test("removes one of several factors", () => {
    expect(mayRemovePasskey(role, { totp: false, passkeys: 2 })).toBe(true);
    expect(mayRemovePasskey(role, { totp: true, passkeys: 1 })).toBe(true);
  });

  test("that was allowed to remove one is never sent to set one up for it", () => {
    const next = stepAfterCode(role, { totp: false, passkeys: 0, recoveryLeft: 0 }).step;
    expect(next).toBe(needs ? "set-up-factor" : "done");
  });
});
