import { expect, test } from "vitest";
import { Invitation, NewInvitation } from "../../../src/protocol/api/invitations.ts";
import { UserAccess } from "../../../src/protocol/api/people.ts";
import {
  type AccessDraft,
  ALL_ROLES,
  newInvitation,
  sameAgain,
  userAccess,
} from "../../../src/web/team/access-draft.ts";

const REGION = "reg_01j00000000000000000000000";
/** Somebody went through every role in the form: each field is filled in. */
const FULL: AccessDraft = { role: "admin", storeCode: " mill ", regionIds: [REGION], homeRegionId: REGION };
const ROW = {
  id: "inv_01j00000000000000000000000",
  status: "expired",
  name: "New",
  createdAt: 1,
  expiresAt: 2,
} as const;

test.each(ALL_ROLES)("an invitation of a %s holds this role's fields alone, as the server takes them", (role) => {
  const contact = role === "driver" ? "+447400123456" : "new@example.com";
  expect(NewInvitation.safeParse(newInvitation({ ...FULL, role }, { name: "New", contact }))).toMatchObject({
    success: true,
    data: { role, name: "New" },
  });
});

test("a role is sent with its own limits, and a driver's never", () => {
  const sent = (draft: Partial<AccessDraft>) => userAccess({ ...FULL, ...draft });
  expect(UserAccess.parse(sent({ role: "store" }))).toEqual({ role: "store", storeCode: "mill" });
  expect(UserAccess.parse(sent({ role: "dispatcher" }))).toEqual({ role: "dispatcher", regionIds: [REGION] });
  expect(UserAccess.parse(sent({ role: "dispatcher", regionIds: [] }))).toEqual({ role: "dispatcher" });
  expect(sent({ role: "driver" })).toBeNull();
});

test("sending again invites to the very same", () => {
  const none = { storeCode: null, regionIds: null, homeRegionId: null };
  const again = (row: object) => sameAgain(Invitation.parse({ ...ROW, ...none, ...row }));
  const email = "new@example.com";
  expect(again({ role: "admin", contact: email })).toEqual({ role: "admin", name: "New", email });
  expect(again({ role: "dispatcher", contact: email, regionIds: [REGION] })).toEqual({
    role: "dispatcher",
    name: "New",
    email,
    regionIds: [REGION],
  });
  expect(again({ role: "driver", contact: "+447400123456", homeRegionId: REGION })).toEqual({
    role: "driver",
    name: "New",
    phone: "+447400123456",
    homeRegionId: REGION,
  });
});
