import { expect, test } from "vitest";
import { PersonRole } from "../../../src/protocol/account.ts";
import { type TeamRights, teamRights } from "../../../src/web/shared/team-rights.ts";

const NOTHING: TeamRights = {
  seesUsers: false,
  seesDrivers: false,
  changesUsers: false,
  changesDrivers: false,
  invitesEverybody: false,
  makesKeysForAll: false,
  views: [],
};

// Written from what each role is for, not from the table.
const EXPECTED: Record<PersonRole, TeamRights> = {
  admin: {
    seesUsers: true,
    seesDrivers: true,
    changesUsers: true,
    changesDrivers: true,
    invitesEverybody: true,
    makesKeysForAll: true,
    views: ["people", "invitations", "keys", "regions", "rules"],
  },
  dispatcher: {
    ...NOTHING,
    seesUsers: true,
    seesDrivers: true,
    changesDrivers: true,
    views: ["people", "invitations"],
  },
  store: { ...NOTHING, views: ["keys"] },
  driver: NOTHING,
};

test.each(PersonRole.options)("%s is shown what its role may do, and no more", (role) => {
  expect(teamRights(role)).toEqual(EXPECTED[role]);
});
