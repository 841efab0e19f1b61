import * as z from "zod";
import { PersonRole } from "../account.ts";
import { InvitationId, RegionId } from "../ids.ts";
import { Person } from "./auth.ts";
import { endpoint } from "./endpoint.ts";
import { pageOf, pageQuery } from "./page.ts";
import { PersonName, Phone, RegionScope, StoreCode } from "./people.ts";

/** The longest address that mail allows. */
const EMAIL_MAX_CHARACTERS = 254;

const Email = z.string().trim().min(3).max(EMAIL_MAX_CHARACTERS);

/** Who is invited, as what. Users are reached by e-mail, drivers by phone. */
export const NewInvitation = z
  .discriminatedUnion("role", [
    z.strictObject({ role: z.literal("admin"), name: PersonName, email: Email }),
    z.strictObject({
      role: z.literal("dispatcher"),
      name: PersonName,
      email: Email,
      regionIds: RegionScope.optional(),
    }),
    z.strictObject({ role: z.literal("store"), name: PersonName, email: Email, storeCode: StoreCode }),
    z.strictObject({ role: z.literal("driver"), name: PersonName, phone: Phone, homeRegionId: RegionId }),
  ])
  .meta({ id: "NewInvitation" });
export type NewInvitation = z.infer<typeof NewInvitation>;

export const InvitationStatus = z.enum(["open", "accepted", "revoked", "expired"]);
export type InvitationStatus = z.infer<typeof InvitationStatus>;

export const Invitation = z
  .strictObject({
    id: InvitationId,
    role: PersonRole,
    status: InvitationStatus,
    name: z.string(),
    contact: z.string().meta({ description: "A driver's phone number, everybody else's e-mail address" }),
    storeCode: z.string().nullable(),
    regionIds: z.array(RegionId).nullable(),
    homeRegionId: RegionId.nullable(),
    createdAt: z.int(),
    expiresAt: z.int(),
  })
  .meta({ id: "Invitation" });
export type Invitation = z.infer<typeof Invitation>;

export const invite = endpoint({
  method: "post",
  path: "/invitations",
  access: { resource: "invitation", action: "create" },
  priority: "normal",
  operationId: "invite",
  tag: "People",
  summary: "Invite somebody",
  description:
    "Sends a link that works once and for seven days. A new invitation ends the one before to the same address.",
  body: NewInvitation,
  status: 201,
  output: Invitation,
  errors: ["forbidden", "conflict", "unavailable"],
});

export const listInvitations = endpoint({
  method: "get",
  path: "/invitations",
  access: { resource: "invitation", action: "list" },
  priority: "normal",
  operationId: "listInvitations",
  tag: "People",
  summary: "Invitations, newest first",
  query: z.strictObject(pageQuery(InvitationId)),
  status: 200,
  output: pageOf(Invitation),
  errors: ["forbidden", "unavailable"],
});

export const revokeInvitation = endpoint({
  method: "delete",
  path: "/invitations/:invitationId",
  access: { resource: "invitation", action: "delete" },
  priority: "normal",
  operationId: "revokeInvitation",
  tag: "People",
  summary: "Take an invitation back",
  params: z.strictObject({ invitationId: InvitationId }),
  status: 200,
  output: Invitation,
  errors: ["not-found", "unavailable"],
});

/** The link's own token: 256 bits. */
const Token = z.string().regex(/^[\w-]{43}$/);

export const InvitationOffer = z
  .strictObject({ tenantName: z.string(), role: PersonRole, name: z.string(), expiresAt: z.int() })
  .meta({ id: "InvitationOffer" });
export type InvitationOffer = z.infer<typeof InvitationOffer>;

export const readInvitation = endpoint({
  method: "post",
  path: "/invitations/read",
  access: "public",
  limit: "login",
  priority: "normal",
  operationId: "readInvitation",
  tag: "People",
  summary: "Who invites whom, before accepting",
  description: "Changes nothing. The token travels in the body, so that no log of addresses ever holds it.",
  body: z.strictObject({ token: Token }),
  status: 200,
  output: InvitationOffer,
  errors: ["not-found", "unavailable"],
});

export const acceptInvitation = endpoint({
  method: "post",
  path: "/invitations/accept",
  access: "public",
  limit: "login",
  priority: "normal",
  operationId: "acceptInvitation",
  tag: "People",
  summary: "Accept an invitation",
  description: "Makes the account; signing in comes next. Unknown, used, revoked and expired links are answered alike.",
  body: z.strictObject({ token: Token }),
  status: 201,
  output: Person,
  errors: ["not-found", "conflict", "unavailable"],
});
