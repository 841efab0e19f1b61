import { tableGrant } from "../../domain/permission-table.ts";
import type { PersonRole } from "../../protocol/account.ts";

export const TEAM_VIEWS = ["people", "invitations", "keys", "regions", "rules"] as const;
export type TeamView = (typeof TEAM_VIEWS)[number];

/**
 * What a role is shown of the people's page: the same table that the server asks, so that nobody is offered what would be
 * refused. Whether it is this very thing's turn, only the server knows.
 */
export function teamRights(role: PersonRole) {
  // A list of users or nothing: there is no page for oneself alone.
  const seesUsers = tableGrant(role, "user", "list") === "tenant";
  const seesDrivers = tableGrant(role, "driver", "list") !== "none";
  const shows: Record<TeamView, boolean> = {
    people: seesUsers || seesDrivers,
    invitations: tableGrant(role, "invitation", "list") !== "none",
    keys: tableGrant(role, "api-key", "list") !== "none",
    regions: tableGrant(role, "region", "update") === "tenant",
    rules: tableGrant(role, "tenant", "update") === "tenant",
  };
  return {
    seesUsers,
    seesDrivers,
    changesUsers: tableGrant(role, "user", "update") === "tenant",
    changesDrivers: seesDrivers && tableGrant(role, "driver", "update") !== "none",
    /** Otherwise drivers alone. */
    invitesEverybody: tableGrant(role, "invitation", "create") === "tenant",
    /** Otherwise those of the own store. */
    makesKeysForAll: tableGrant(role, "api-key", "create") === "tenant",
    views: TEAM_VIEWS.filter((view) => shows[view]),
  };
}

export type TeamRights = ReturnType<typeof teamRights>;
