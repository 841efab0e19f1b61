import { foreignKey, index, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import * as column from "./columns.ts";
import { drivers } from "./drivers.ts";
import { tenants } from "./tenants.ts";

/** The way in of a tracking app that cannot sign in. The secret is shown once; only its keyed hash is kept. */
export const trackerTokens = pgTable(
  "tracker_tokens",
  {
    tenantId: column.tenantId().notNull(),
    id: column.trackerTokenId().notNull(),
    driverId: column.driverId().notNull(),
    /** Which device it is on, such as "Ada's old phone". */
    name: text().notNull(),
    tokenHash: column.bytes().notNull(),
    createdBy: text().notNull(),
    /** To five minutes: enough to see that nobody uses it. */
    lastUsedAt: column.instant(),
    revokedAt: column.instant(),
    createdAt: column.createdAt(),
    updatedAt: column.updatedAt(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId], foreignColumns: [tenants.id] }),
    foreignKey({ columns: [t.tenantId, t.driverId], foreignColumns: [drivers.tenantId, drivers.id] }),
    // A message arrives with a secret and nothing else: ops.find_tracker_token.
    unique("tracker_tokens_token_key").on(t.tokenHash),
    // A driver's own, to show, to count and to revoke.
    index("tracker_tokens_driver_idx").on(t.tenantId, t.driverId, t.id),
  ],
);
