import { sql } from "drizzle-orm";
import { check, foreignKey, index, pgTable, primaryKey, text, unique, uniqueIndex } from "drizzle-orm/pg-core";
import { PersonRole } from "../../protocol/account.ts";
import * as column from "./columns.ts";
import { regions, tenants } from "./tenants.ts";

/** Who may become a person here, and as what. Only a keyed hash of the token is kept: who reads this table can accept nothing. */
export const invitations = pgTable(
  "invitations",
  {
    tenantId: column.tenantId().notNull(),
    id: column.invitationId().notNull(),
    role: text().$type<PersonRole>().notNull(),
    storeCode: text(),
    /** The regions of a dispatcher who is limited to some. */
    regionIds: column.regionIds(),
    /** A driver's region. */
    homeRegionId: column.regionId(),
    nameSealed: text().notNull(),
    /** A driver's phone number, everybody else's e-mail address. */
    contactSealed: text().notNull(),
    contactIndex: column.bytes().notNull(),
    tokenHash: column.bytes().notNull(),
    createdBy: text().notNull(),
    expiresAt: column.instant().notNull(),
    acceptedAt: column.instant(),
    revokedAt: column.instant(),
    createdAt: column.createdAt(),
    updatedAt: column.updatedAt(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId], foreignColumns: [tenants.id] }),
    foreignKey({ columns: [t.tenantId, t.homeRegionId], foreignColumns: [regions.tenantId, regions.id] }),
    // The invited arrive with a token and nothing else: ops.find_invitation.
    unique("invitations_token_key").on(t.tokenHash),
    // One open invitation an address; a new one revokes the one before.
    uniqueIndex("invitations_open_key")
      .on(t.tenantId, t.contactIndex)
      .where(sql`accepted_at is null and revoked_at is null`),
    // The drivers that a region waits for.
    index("invitations_region_idx").on(t.tenantId, t.homeRegionId),
    check("invitations_role_check", column.oneOf(t.role, PersonRole.options)),
    check("invitations_store_check", sql`(${t.role} = 'store') = (${t.storeCode} is not null)`),
    check("invitations_regions_check", sql`${t.regionIds} is null or ${t.role} = 'dispatcher'`),
    check("invitations_home_check", sql`(${t.role} = 'driver') = (${t.homeRegionId} is not null)`),
    check("invitations_end_check", sql`num_nonnulls(${t.acceptedAt}, ${t.revokedAt}) <= 1`),
    check("invitations_expiry_check", sql`${t.expiresAt} > ${t.createdAt}`),
  ],
);
