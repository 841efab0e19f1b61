import * as z from "zod";
import { DriverId, TrackerTokenId } from "../ids.ts";
import { PlainText } from "../plain-text.ts";
import { endpoint } from "./endpoint.ts";
import { secretText } from "./secret-text.ts";

const NAME_MAX_CHARACTERS = 60;

export const TrackerToken = z
  .strictObject({
    id: TrackerTokenId,
    driverId: DriverId,
    name: z.string(),
    createdBy: z.string(),
    createdAt: z.int(),
    lastUsedAt: z.int().nullable().meta({ description: "To five minutes" }),
    revokedAt: z.int().nullable(),
  })
  .meta({ id: "TrackerToken" });
export type TrackerToken = z.infer<typeof TrackerToken>;

export const MadeTrackerToken = z
  .strictObject({
    token: TrackerToken,
    secret: secretText("Shown this once and never again"),
    osmAndUrl: z.string().meta({ description: "The server's address for Traccar Client and OsmAnd" }),
    ownTracksUrl: z
      .string()
      .meta({ description: "The address for OwnTracks in HTTP mode; the secret is its password" }),
  })
  .meta({ id: "MadeTrackerToken" });
export type MadeTrackerToken = z.infer<typeof MadeTrackerToken>;

const params = z.strictObject({ driverId: DriverId });
const common = { tag: "Trackers", access: { resource: "driver", action: "update" } } as const;

export const createTrackerToken = endpoint({
  ...common,
  method: "post",
  path: "/drivers/:driverId/tracker-tokens",
  priority: "normal",
  operationId: "createTrackerToken",
  secretAnswer: "Sent again, it makes another: revoke the one that nobody heard of.",
  summary: "Let an unmodified tracking app send for a driver",
  description: "Ten at most are good at a time. Set it as the app's device identifier or, in OwnTracks, as password.",
  params,
  body: z.strictObject({ name: PlainText.min(1).max(NAME_MAX_CHARACTERS) }),
  status: 201,
  output: MadeTrackerToken,
  errors: ["not-found", "conflict", "unavailable"],
});

export const listTrackerTokens = endpoint({
  ...common,
  method: "get",
  path: "/drivers/:driverId/tracker-tokens",
  priority: "normal",
  operationId: "listTrackerTokens",
  summary: "A driver's tracking apps, newest first",
  params,
  status: 200,
  output: z.strictObject({ items: z.array(TrackerToken) }),
  errors: ["not-found", "unavailable"],
});

export const revokeTrackerToken = endpoint({
  ...common,
  method: "delete",
  path: "/drivers/:driverId/tracker-tokens/:tokenId",
  priority: "normal",
  operationId: "revokeTrackerToken",
  summary: "Shut a tracking app out",
  description: "It is shut out within a minute.",
  params: params.extend({ tokenId: TrackerTokenId }),
  status: 200,
  output: TrackerToken,
  errors: ["not-found", "unavailable"],
});
