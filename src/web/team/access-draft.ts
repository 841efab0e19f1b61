import type { PersonRole, UserRole } from "../../protocol/account.ts";
import type { Invitation } from "../../protocol/api/invitations.ts";
import type { User } from "../../protocol/api/people.ts";
import type { NewInvitation, UserAccess } from "./team-api.ts";

export const USER_ROLES = ["admin", "dispatcher", "store"] as const satisfies readonly UserRole[];
export const ALL_ROLES = ["driver", ...USER_ROLES] as const satisfies readonly PersonRole[];

/** What a form about somebody's access holds; each role reads its own fields of it. */
export type AccessDraft = {
  readonly role: PersonRole;
  readonly storeCode: string;
  /** None means all. */
  readonly regionIds: readonly string[];
  readonly homeRegionId: string;
};

export const NEW_DRIVER: AccessDraft = { role: "driver", storeCode: "", regionIds: [], homeRegionId: "" };

export function draftOf({ role, storeCode, regionIds }: Pick<User, "role" | "storeCode" | "regionIds">): AccessDraft {
  return { role, storeCode: storeCode ?? "", regionIds: regionIds ?? [], homeRegionId: "" };
}

/** Null for a driver, who is none of the users. */
export function userAccess({ role, storeCode, regionIds }: AccessDraft): UserAccess | null {
  switch (role) {
    case "admin":
      return { role };
    case "dispatcher":
      return regionIds.length === 0 ? { role } : { role, regionIds: [...regionIds] };
    case "store":
      return { role, storeCode: storeCode.trim() };
    case "driver":
      return null;
  }
}

export function newInvitation(
  draft: AccessDraft,
  { name, contact }: Pick<Invitation, "name" | "contact">,
): NewInvitation {
  const access = userAccess(draft);
  return access === null
    ? { role: "driver", name, phone: contact, homeRegionId: draft.homeRegionId }
    : { ...access, name, email: contact };
}

/** The same person invited to the same: the link that was sent before ends with it. */
export function sameAgain(invitation: Invitation): NewInvitation {
  const { role, storeCode, regionIds, homeRegionId } = invitation;
  const draft = { role, storeCode: storeCode ?? "", regionIds: regionIds ?? [], homeRegionId: homeRegionId ?? "" };
  return newInvitation(draft, invitation);
}
