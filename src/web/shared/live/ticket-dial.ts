import { err, ok, type Result } from "../../../domain/result.ts";
import { API_BASE } from "../../../protocol/api/endpoint.ts";
import { issueLiveTicket, LiveTicket } from "../../../protocol/api/live.ts";
import type { TicketFor } from "../../../protocol/live/ticket.ts";
import type { Http } from "./http.ts";
import type { Dial, DialRefusal } from "./live-socket.ts";
import { socketUrl } from "./socket-url.ts";

/** Refusals that a pause may cure: a slow network, too many questions. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);
const REFUSED_FROM = 400;
const FAILED_FROM = 500;
/** Browsers slow the timers of hidden pages down to one a minute. */
const TIMER_SLACK_MS = 60_000;

export interface TicketDeps {
  readonly http: Http;
  readonly baseUrl: string;
  readonly wanted: TicketFor;
  /** For programs, which send no Origin. */
  readonly native: boolean;
  /** The socket was closed for want of a fresh sign-in. */
  readonly renew: () => Promise<unknown>;
}

export type Ticket = Dial & { readonly ticket: string };

/** A ticket, and where it leads. */
export async function askTicket(deps: TicketDeps, renew: boolean): Promise<Result<Ticket, DialRefusal>> {
  if (renew) await deps.renew();
  const body = { for: deps.wanted, native: deps.native };
  const reply = await deps.http({ method: "POST", path: API_BASE + issueLiveTicket.path, body });
  const parsed = LiveTicket.safeParse(reply?.body);
  if (!reply || !parsed.success) return err(reply && isRefusal(reply.status) ? "refused" : "later");
  const { ticket, path, protocols, expiresAt, authUntil } = parsed.data;
  return ok({ ticket, url: socketUrl(deps.baseUrl, path), protocols, authForMs: authFor(expiresAt, authUntil) });
}

/**
 * Both times are by the server's clock, so only their difference means something here. It is shorter than what is
 * really left by the life of the ticket, which leaves half a minute for the way.
 */
function authFor(expiresAt: number, authUntil: number): number {
  const leftMs = authUntil - expiresAt;
  return Math.max(leftMs / 2, leftMs - TIMER_SLACK_MS);
}

function isRefusal(status: number): boolean {
  return status >= REFUSED_FROM && status < FAILED_FROM && !PASSING.has(status);
}
