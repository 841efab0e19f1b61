import * as z from "zod";
import { UserRole, UserStatus } from "../account.ts";
import { Availability, DriverStatus } from "../driver.ts";
import { DriverId, RegionId, UserId, VehicleId } from "../ids.ts";
import { PlainText } from "../plain-text.ts";
import { SosContacts } from "../sos-contact.ts";
import { endpoint } from "./endpoint.ts";
import { IfMatch } from "./entity-tag.ts";
import { KEEP_PROFILE } from "./keep.ts";
import { pageOf, pageQuery } from "./page.ts";

/** A name on a badge or in a list. */
const NAME_MAX_CHARACTERS = 100;
/** More regions than a person can watch; whoever needs more is not limited to regions. */
const REGIONS_MAX = 64;

/** 15 digits, and what people write between them. */
const PHONE_MAX_CHARACTERS = 32;
/** Of the drivers that fit otherwise; their names are sealed, so each has to be opened and looked at. */
export const DRIVERS_LOOKED_AT_MAX = 500;

export const PersonName = PlainText.min(1).max(NAME_MAX_CHARACTERS);
export const Phone = z.string().trim().min(3).max(PHONE_MAX_CHARACTERS);
export const StoreCode = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);
export const RegionScope = z.array(RegionId).min(1).max(REGIONS_MAX);

export const User = z
  .strictObject({
    id: UserId,
    role: UserRole,
    status: UserStatus,
    name: z.string(),
    email: z.string(),
    storeCode: z.string().nullable().meta({ description: "The one store of a store user" }),
    regionIds: z
      .array(RegionId)
      .nullable()
      .meta({ description: "The regions a dispatcher is limited to; null for all" }),
    lastSeenAt: z.int().nullable(),
    createdAt: z.int(),
  })
  .meta({ id: "User" });
export type User = z.infer<typeof User>;

export const Driver = z
  .strictObject({
    id: DriverId,
    status: DriverStatus,
    availability: Availability,
    name: z.string(),
    phone: z.string(),
    homeRegionId: RegionId,
    vehicleId: VehicleId.nullable(),
    version: z.int(),
    createdAt: z.int(),
  })
  .meta({ id: "Driver" });
export type Driver = z.infer<typeof Driver>;

export const DriverRecord = Driver.extend({
  sosContacts: SosContacts.nullable().meta({
    description: "Who is told, beside the tenant's own contacts, when this driver calls for help; null for API keys",
  }),
}).meta({ id: "DriverRecord" });
export type DriverRecord = z.infer<typeof DriverRecord>;

export const DriverChange = z
  .strictObject({
    name: PersonName.optional(),
    phone: Phone.optional().meta({ description: "A mobile number, as +49…" }),
    homeRegionId: RegionId.optional(),
    sosContacts: SosContacts.optional().meta({ description: "The whole list, in place of the one before" }),
  })
  .refine((change) => Object.keys(change).length > 0, "names nothing to change")
  .meta({ id: "DriverChange" });
export type DriverChange = z.infer<typeof DriverChange>;

/** What each role needs beside its name. */
export const UserAccess = z.discriminatedUnion("role", [
  z.strictObject({ role: z.literal("admin") }),
  z.strictObject({ role: z.literal("dispatcher"), regionIds: RegionScope.optional() }),
  z.strictObject({ role: z.literal("store"), storeCode: StoreCode }),
]);
export type UserAccess = z.infer<typeof UserAccess>;

const ofUser = z.strictObject({ userId: UserId });
const ofDriver = z.strictObject({ driverId: DriverId });

export const listUsers = endpoint({
  method: "get",
  path: "/users",
  access: { resource: "user", action: "list" },
  priority: "normal",
  keep: KEEP_PROFILE,
  operationId: "listUsers",
  tag: "People",
  summary: "The tenant's users",
  query: z.strictObject({ ...pageQuery(UserId), role: UserRole.optional() }),
  status: 200,
  output: pageOf(User),
  errors: ["forbidden", "unavailable"],
});

export const getUser = endpoint({
  method: "get",
  path: "/users/:userId",
  access: { resource: "user", action: "read" },
  priority: "normal",
  keep: KEEP_PROFILE,
  operationId: "getUser",
  tag: "People",
  summary: "One user",
  params: ofUser,
  status: 200,
  output: User,
  errors: ["not-found", "unavailable"],
});

export const changeUserRole = endpoint({
  method: "put",
  path: "/users/:userId/role",
  access: { resource: "user", action: "update" },
  priority: "normal",
  operationId: "changeUserRole",
  tag: "People",
  summary: "Give a user another role or scope",
  description: "Ends the user's sessions. Nobody changes their own role, and one active admin has to remain.",
  params: ofUser,
  body: UserAccess,
  status: 200,
  output: User,
  errors: ["forbidden", "not-found", "conflict", "last-admin", "own-account", "unavailable"],
});

export const suspendUser = endpoint({
  method: "post",
  path: "/users/:userId/suspend",
  access: { resource: "user", action: "update" },
  priority: "normal",
  operationId: "suspendUser",
  tag: "People",
  summary: "Shut a user out",
  description: "Ends the user's sessions at once. Nobody suspends themselves, and one active admin has to remain.",
  params: ofUser,
  status: 200,
  output: User,
  errors: ["forbidden", "not-found", "conflict", "last-admin", "own-account", "unavailable"],
});

export const restoreUser = endpoint({
  method: "post",
  path: "/users/:userId/restore",
  access: { resource: "user", action: "update" },
  priority: "normal",
  operationId: "restoreUser",
  tag: "People",
  summary: "Let a suspended user in again",
  params: ofUser,
  status: 200,
  output: User,
  errors: ["forbidden", "not-found", "conflict", "last-admin", "own-account", "unavailable"],
});

export const listDrivers = endpoint({
  method: "get",
  path: "/drivers",
  access: { resource: "driver", action: "list" },
  priority: "normal",
  keep: KEEP_PROFILE,
  operationId: "listDrivers",
  tag: "People",
  summary: "The drivers one may see",
  description: `A dispatcher who is limited to regions sees the drivers at home there. Text is a part of a name or the digits of a number: ${DRIVERS_LOOKED_AT_MAX} drivers are looked at for a page, so that one may be short, or empty, while \`next\` leads on.`,
  query: z.strictObject({
    ...pageQuery(DriverId),
    status: DriverStatus.optional(),
    availability: Availability.optional(),
    regionId: RegionId.optional().meta({ description: "Where they are at home" }),
    text: PersonName.optional(),
  }),
  status: 200,
  output: pageOf(Driver),
  errors: ["forbidden", "unavailable"],
});

export const getDriver = endpoint({
  method: "get",
  path: "/drivers/:driverId",
  access: { resource: "driver", action: "read" },
  priority: "normal",
  keep: KEEP_PROFILE,
  operationId: "getDriver",
  tag: "People",
  summary: "One driver",
  description: "The header `etag` names the version.",
  params: ofDriver,
  status: 200,
  output: DriverRecord,
  errors: ["not-found", "unavailable"],
});

export const changeDriver = endpoint({
  method: "patch",
  path: "/drivers/:driverId",
  access: { resource: "driver", action: "update" },
  priority: "normal",
  operationId: "changeDriver",
  tag: "People",
  summary: "Change a driver's name, number, home region or contacts",
  description:
    "For the desk: a dispatcher who is limited to regions moves drivers between those. With another number the driver signs in by that one; sessions that are open go on, so suspend whoever has lost the phone. A trip that is open stays in its region and shows the first name that it began with. 409 shows the driver as it is now in `current`.",
  params: ofDriver,
  headers: z.strictObject({ "if-match": IfMatch }),
  body: DriverChange,
  status: 200,
  output: DriverRecord,
  errors: ["forbidden", "not-found", "conflict", "version-conflict", "unavailable"],
});

export const suspendDriver = endpoint({
  method: "post",
  path: "/drivers/:driverId/suspend",
  access: { resource: "driver", action: "update" },
  priority: "normal",
  operationId: "suspendDriver",
  tag: "People",
  summary: "Shut a driver out",
  description: "Ends the driver's sessions at once.",
  params: ofDriver,
  status: 200,
  output: Driver,
  errors: ["forbidden", "not-found", "unavailable"],
});

export const restoreDriver = endpoint({
  method: "post",
  path: "/drivers/:driverId/restore",
  access: { resource: "driver", action: "update" },
  priority: "normal",
  operationId: "restoreDriver",
  tag: "People",
  summary: "Let a suspended driver in again",
  params: ofDriver,
  status: 200,
  output: Driver,
  errors: ["forbidden", "not-found", "unavailable"],
});
