import * as z from "zod";
import { Epoch } from "./fix.ts";
import { Latitude, Longitude } from "./trip-brief.ts";

/** A ticket is a signed token of a few hundred bytes. */
const TICKET_MAX_CHARS = 2048;
/** More frames than a viewer can be behind before its socket is closed: 30 s of two frames every 100 ms, and some. */
const ACKED_FRAMES_MAX = 10_000;

/** What the map shows. `west` above `east` crosses the date line. */
export const Viewport = z.strictObject({ south: Latitude, west: Longitude, north: Latitude, east: Longitude });
export type Viewport = z.infer<typeof Viewport>;

/** Where a viewer left off: it is told what changed since, if that is still known, and everything otherwise. */
export const RegionSince = z.strictObject({ epoch: Epoch, rev: z.int().min(0) });
export type RegionSince = z.infer<typeof RegionSince>;

/** Everything that a dispatcher's map may send. */
export const DispatchUp = z.discriminatedUnion("type", [
  /** First of all, once for each socket. */
  z.strictObject({ type: z.literal("hello"), version: z.int().min(1), since: RegionSince.nullable() }),
  /** Frames that were read since the last acknowledgement; due every 50 frames or 2 s. */
  z.strictObject({ type: z.literal("ack"), frames: z.int().min(1).max(ACKED_FRAMES_MAX) }),
  /** Something does not add up: send everything again. */
  z.strictObject({ type: z.literal("resync") }),
  /** Positions are told for this box only; null asks for all of them. */
  z.strictObject({ type: z.literal("viewport"), box: Viewport.nullable() }),
  /** A fresh ticket for the same socket, before the old one's time is over. */
  z.strictObject({ type: z.literal("auth"), ticket: z.string().max(TICKET_MAX_CHARS) }),
]);
export type DispatchUp = z.infer<typeof DispatchUp>;
