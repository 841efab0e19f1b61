import { beforeAll, expect, test, vi } from "vitest";
import type { SecurityEventKind } from "../../../src/protocol/account.ts";
import { listSecurityEvents } from "../../../src/protocol/api/audit.ts";
import { userToken } from "../access/identities.ts";
import { newPhone, newPlace, type Place } from "../access/place.ts";
import { bearer, call, codeOf } from "./call.ts";
import { newNetwork, post } from "./person.ts";

let place: Place;
beforeAll(async () => {
  place = await newPlace();
});

/** What the tenant's log says, newest first. */
async function eventsOf(wanted: SecurityEventKind): Promise<unknown[]> {
  const accessToken = await userToken(place.admin);
  const answer = await call("/api/v1/security-events", bearer({ accessToken }));
  const { items } = listSecurityEvents.output.parse(await answer.json());
  return items.filter(({ kind }) => kind === wanted).map(({ actor, detail }) => ({ actor, detail }));
}

async function answerWrongly(to: string): Promise<string> {
  const headers = { "cf-connecting-ip": newNetwork() };
  const sent = await post("/auth/code", { channel: "sms", to }, headers);
  const { challengeId }: { challengeId: string } = await sent.json();
  const body = { channel: "sms", to, challengeId, code: "000000", device: "test" };
  return codeOf(await post("/auth/code/verify", body, headers));
}

test("a refused code of a driver's phone is remembered with its driver; a stranger's has nowhere to be", async () => {
  expect(await answerWrongly(newPhone())).toBe("code-refused");
  expect(await answerWrongly(place.phone)).toBe("code-refused");
  const expected = [{ actor: place.drivers[0], detail: { reason: "code-wrong" } }];
  await vi.waitFor(async () => expect(await eventsOf("sign-in-refused")).toEqual(expected));
});

test("what a role never allows is remembered with the operation, for whoever is known", async () => {
  const store = bearer({ accessToken: await userToken(place.store) });
  expect((await call("/api/v1/audit-log", store)).status).toBe(403);
  expect((await call("/api/v1/audit-log")).status).toBe(401);
  const denied = [{ actor: place.store.userId, detail: { operation: "listAuditLog" } }];
  await vi.waitFor(async () => expect(await eventsOf("access-denied")).toEqual(denied));
});
