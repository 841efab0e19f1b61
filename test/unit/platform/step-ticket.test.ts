import { decodeJwt, decodeProtectedHeader } from "jose";
import { expect, test } from "vitest";
import { issueAccessToken } from "../../../src/platform/access-token.ts";
import { makeSigningKey } from "../../../src/platform/signing-keys.ts";
import { issueStepTicket, type StepClaims, verifyStepTicket } from "../../../src/platform/step-ticket.ts";
import { TenantId, UserId } from "../../../src/protocol/ids.ts";
import { keysOf } from "../../support/signing-keys.ts";

const NOW = Date.UTC(2026, 0, 1);
const CLAIMS: StepClaims = {
  personId: UserId.parse("usr_01h455vb4pex5vsknk084sn02q"),
  tenantId: TenantId.parse("tnt_01h455vb4pex5vsknk084sn02q"),
  purpose: "second-factor",
};
const INVALID = { ok: false, error: { tag: "invalid" } };

test("a ticket says whose it is, what for, and what to remember it by", async () => {
  const keys = await keysOf(await makeSigningKey());
  const tickets = [await issueStepTicket(keys, CLAIMS, NOW), await issueStepTicket(keys, CLAIMS, NOW)];
  const read = await Promise.all(tickets.map((ticket) => verifyStepTicket(keys, ticket, "second-factor", NOW)));
  const ids = read.map((ticket) => (ticket.ok ? ticket.value.ticketId : ""));
  expect(read[0]).toEqual({ ok: true, value: { ...CLAIMS, ticketId: ids[0], expiresAt: NOW + 300_000 } });
  expect(new Set(ids).size).toBe(2);
});

test("a ticket is of a type and for an audience of its own", async () => {
  const ticket = await issueStepTicket(await keysOf(await makeSigningKey()), CLAIMS, NOW);
  expect(decodeProtectedHeader(ticket)).toMatchObject({ typ: "step+jwt" });
  expect(decodeJwt(ticket)).toMatchObject({ aud: "doorstep-sign-in" });
});

test("a ticket lives five minutes and serves its own purpose only", async () => {
  const keys = await keysOf(await makeSigningKey());
  const ticket = await issueStepTicket(keys, CLAIMS, NOW);
  expect(await verifyStepTicket(keys, ticket, "second-factor", NOW + 304_000)).toMatchObject({ ok: true });
  expect(await verifyStepTicket(keys, ticket, "second-factor", NOW + 305_000)).toEqual({
    ok: false,
    error: { tag: "expired" },
  });
  expect(await verifyStepTicket(keys, ticket, "set-up-factor", NOW)).toEqual(INVALID);
});

test("an access token is no ticket", async () => {
  const keys = await keysOf(await makeSigningKey());
  const profile = { role: "admin", storeCode: null, regionIds: null } as const;
  const token = await issueAccessToken(keys, { ...CLAIMS, sessionId: "s", profile }, NOW);
  expect(await verifyStepTicket(keys, token, "second-factor", NOW)).toEqual(INVALID);
});
