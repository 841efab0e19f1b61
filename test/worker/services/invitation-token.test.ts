import { expect, test } from "vitest";
import { readInvitationOffer } from "../../../src/services/invitation-token.ts";
import { acceptInvitation, invite, revokeInvitation } from "../../../src/services/invitations.ts";
import { depsFor, newOffice, valueOf } from "./people-fixture.ts";

const nobody = depsFor({ kind: "nobody" });
const NOT_FOUND = { ok: false, error: { tag: "not-found" } };

async function inviteAdmin() {
  const { admin } = await newOffice();
  const email = `${crypto.randomUUID()}@example.com`;
  const invited = valueOf(await invite(depsFor(admin), { role: "admin", name: "Deputy", email }));
  return { ...invited, admin, email };
}

test("a link says who invites whom as what, as often as it is opened, and no address", async () => {
  const { token, invitation, email } = await inviteAdmin();
  for (const _ of [1, 2]) {
    const offer = valueOf(await readInvitationOffer(nobody, token));
    expect(offer).toEqual({ tenantName: "Test", role: "admin", name: "Deputy", expiresAt: invitation.expiresAt });
    expect(JSON.stringify(offer)).not.toContain(email);
  }
});

test("links that are used, revoked, too old or unknown are one answer", async () => {
  const used = await inviteAdmin();
  await acceptInvitation(nobody, used.token);
  expect(await readInvitationOffer(nobody, used.token)).toEqual(NOT_FOUND);
  const revoked = await inviteAdmin();
  await revokeInvitation(depsFor(revoked.admin), revoked.invitation.id);
  expect(await readInvitationOffer(nobody, revoked.token)).toEqual(NOT_FOUND);
  const old = await inviteAdmin();
  const later = depsFor({ kind: "nobody" }, () => old.invitation.expiresAt);
  expect(await readInvitationOffer(later, old.token)).toEqual(NOT_FOUND);
  expect(await readInvitationOffer(nobody, "A".repeat(43))).toEqual(NOT_FOUND);
});
