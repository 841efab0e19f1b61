import { CLOSE } from "../../protocol/live/close-codes.ts";
import type { Link } from "./reconnect.ts";

/**
 * How far what is shown can be trusted: told as it happens, asked for every now and then, or as old as it says.
 * `ended`: nothing more will come, because it is over or because one may no longer look.
 */
export type ViewState = "connecting" | "online" | "degraded" | "offline" | "ended";

/** What asking brought; null while nobody needs to ask. */
export type Asking = "answered" | "failed" | "refused" | null;

/** A client that no longer understands the socket may still ask. */
const STILL_ASKS: ReadonlySet<number> = new Set([CLOSE.badMessage]);

/** Asking takes over when there is no socket and there will be none in a moment. */
export function viewState(link: Link, asking: Asking): ViewState {
  if (asking === "refused") return "ended";
  if (link.tag === "stopped" && !asksOn(link)) return "ended";
  if (link.tag === "open") return "online";
  if (asking === null) return "connecting";
  return asking === "answered" ? "degraded" : "offline";
}

function asksOn({ code }: Extract<Link, { tag: "stopped" }>): boolean {
  return code !== null && STILL_ASKS.has(code);
}
