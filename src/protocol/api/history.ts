import * as z from "zod";
import { DriverId, TripId } from "../ids.ts";
import { FixReason, FixVerdict, MILLIS_MAX } from "../live/fix.ts";
import { endpoint } from "./endpoint.ts";

/** Six hours of a fix each 20 s; as JSON 200 KB. */
const PAGE_FIXES_MAX = 1_000;
const NEWEST_MAX = 500;
const SIMPLIFY_MAX_M = 1_000;
/** A quarter of an hour at 25 frames a second is watched by nobody in one go. */
const SPEED_MAX = 3_600;

const TrackFix = z
  .strictObject({
    seq: z.int(),
    at: z.int().meta({ description: "By the device's clock" }),
    fixedAt: z.int().meta({ description: "The same by ours" }),
    receivedAt: z.int(),
    lat: z.number(),
    lng: z.number(),
    accuracyM: z.number().nullable(),
    speedMps: z.number().nullable(),
    headingDeg: z.number().nullable(),
    flags: z.int(),
    verdict: FixVerdict,
    reason: FixReason,
  })
  .meta({ id: "TrackFix" });
type TrackFix = z.infer<typeof TrackFix>;

const Fixes = z.strictObject({
  items: z.array(TrackFix),
  next: z.string().optional().meta({ description: "`after` of the next page; absent on the last" }),
});

const reading = { tag: "History", access: { resource: "location", action: "read" }, status: 200 } as const;
const ofTrip = z.strictObject({ tripId: TripId });
const ofDriver = z.strictObject({ driverId: DriverId });
const WholeNumber = z.coerce.number().int();
const Instant = WholeNumber.min(0).max(MILLIS_MAX);
const shape = {
  limit: WholeNumber.min(1).max(PAGE_FIXES_MAX).default(PAGE_FIXES_MAX),
  simplify: WholeNumber.min(1)
    .max(SIMPLIFY_MAX_M)
    .optional()
    .meta({ description: "Leave out what lies less than so many metres from the line, page by page" }),
  raw: z.enum(["true", "false"]).default("false").meta({ description: "The rejected fixes too" }),
};

export const getTripHistory = endpoint({
  ...reading,
  method: "get",
  path: "/trips/:tripId/history",
  priority: "low",
  operationId: "getTripHistory",
  summary: "A trip's track by time",
  description: "Of a running trip up to this moment, of an old one from the archive.",
  params: ofTrip,
  query: z.strictObject({ after: Instant.optional(), ...shape }),
  output: Fixes.meta({ id: "TripHistory" }),
  errors: ["not-found", "unavailable"],
});

export const getDriverHistory = endpoint({
  ...reading,
  method: "get",
  path: "/drivers/:driverId/history",
  priority: "low",
  operationId: "getDriverHistory",
  summary: "Where a driver was",
  description: "The last thirty days, of one month at most. Pages are made of whole stretches of the track.",
  params: ofDriver,
  query: z.strictObject({
    from: Instant,
    to: Instant,
    after: z
      .string()
      // Fourteen digits reach the year 5138, fifteen would pass the last time that Postgres reads.
      .regex(/^\d{1,14}_trip_[0-7][0-9a-hjkmnp-tv-z]{25}_\d{1,9}$/)
      .optional(),
    simplify: shape.simplify,
    raw: shape.raw,
  }),
  output: Fixes.meta({ id: "DriverHistory" }),
  errors: ["not-found", "unavailable"],
});

export const getNewestFixes = endpoint({
  ...reading,
  method: "get",
  path: "/drivers/:driverId/fixes",
  priority: "low",
  operationId: "getNewestFixes",
  summary: "What a driver's devices sent last, and what was made of it",
  description: "Newest first, with the reason why a position does not show.",
  params: ofDriver,
  query: z.strictObject({ last: WholeNumber.min(1).max(NEWEST_MAX).default(50) }),
  output: z.strictObject({ items: z.array(TrackFix) }),
  errors: ["not-found", "unavailable"],
});

const ReplayFrame = z.strictObject({
  at: z.number(),
  playMs: z.number().meta({ description: "When to show it, from the beginning of this page" }),
  lat: z.number(),
  lng: z.number(),
  speedMps: z.number().nullable(),
  headingDeg: z.number().nullable(),
  inGap: z.boolean().meta({ description: "Nobody knows the way from here to the next frame" }),
});

export const replayTrip = endpoint({
  ...reading,
  method: "get",
  path: "/trips/:tripId/replay",
  priority: "low",
  operationId: "replayTrip",
  summary: "A trip as frames to play",
  description: "Along what one device measured: another's places, rough guesses and hidden mocked ones are left out.",
  params: ofTrip,
  query: z.strictObject({
    speed: WholeNumber.min(1)
      .max(SPEED_MAX)
      .default(60)
      .meta({ description: "Seconds of the trip in one of the replay" }),
    frameMs: WholeNumber.min(40).max(10_000).default(200),
    after: Instant.optional().meta({ description: "`next` of the page before" }),
  }),
  output: z.strictObject({ items: z.array(ReplayFrame), next: z.string().optional() }).meta({ id: "Replay" }),
  errors: ["not-found", "unavailable"],
});

export const uploadGpx = endpoint({
  method: "post",
  path: "/drivers/:driverId/gpx",
  access: { resource: "location", action: "create" },
  limit: "upload",
  priority: "low",
  operationId: "uploadGpx",
  tag: "History",
  summary: "Add a recording to a trip's track",
  description:
    "The body is GPX, 8 MB and 20,000 points at most. Only points from within the trip's duty are kept, and they fill the track alone: nobody is told of them. Until 24 hours after the trip.",
  params: ofDriver,
  query: z.strictObject({ tripId: TripId }),
  status: 200,
  output: z
    .strictObject({
      added: z.int(),
      repeated: z.int(),
      refused: z.int().meta({ description: "Points from outside the duty" }),
      withoutTime: z.int(),
    })
    .meta({ id: "GpxTaken" }),
  errors: ["not-found", "conflict", "invalid-request", "body-too-large"],
});
