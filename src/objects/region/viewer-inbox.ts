import { CLOSE } from "../../protocol/live/close-codes.ts";
import { DispatchUp, type RegionSince } from "../../protocol/live/dispatch-up.ts";
import { readFrame } from "../lib/read-frame.ts";
import type { RegionFeed } from "./region-feed.ts";
import type { Viewer, ViewerHub } from "./viewer-hub.ts";

/** A client in need of repair, not one that is unlucky. */
const STRIKES_MAX = 10;

/** Whom a viewer speaks to: the region, or a replica of it. */
interface Room {
  readonly feed: RegionFeed;
  flush(now: number): void;
  greet(viewer: Viewer, since: RegionSince | null, now: number): void;
}

interface Inbox {
  readonly room: Room;
  readonly hub: ViewerHub;
  /** Takes time, and so is the caller's. */
  readonly renew: (viewer: Viewer, ticket: string) => Promise<void>;
}

/** What a map may say. */
export async function receive(
  { room, hub, renew }: Inbox,
  viewer: Viewer,
  frame: string | ArrayBuffer,
  now: number,
): Promise<void> {
  hub.heard(viewer, now);
  const read = readFrame(DispatchUp, frame);
  if (!read.ok) return strike(hub, viewer, read.error.tag);
  const message = read.value;
  // Numbers that are told next must build on all that happened.
  if (message.type !== "auth") room.flush(now);
  switch (message.type) {
    case "hello":
      return room.greet(viewer, message.since, now);
    case "ack":
      return room.feed.acknowledged(viewer, message.frames, now);
    case "resync":
      return room.feed.snapshot(viewer, now);
    case "viewport":
      return room.feed.look(viewer, message.box, now);
    case "auth":
      return renew(viewer, message.ticket);
  }
}

function strike(hub: ViewerHub, viewer: Viewer, tag: "too-large" | "malformed"): void {
  const strikes = viewer.known.strikes + 1;
  if (tag === "too-large") hub.end(viewer, CLOSE.badMessage, "the frame is too large");
  else if (strikes >= STRIKES_MAX) hub.end(viewer, CLOSE.badMessage, "too many malformed frames");
  else hub.note(viewer, { strikes });
}
