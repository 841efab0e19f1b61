import {
  addNotifications,
  claimNotification,
  closeNotification,
  type OpenNotification,
  releaseNotification,
} from "../db/notifications.ts";
import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { MessageError, Messenger, Sent } from "../platform/messages/messenger.ts";
import { newRowId } from "../platform/new-row-id.ts";
import { isE164 } from "../platform/phone-number.ts";
import { dbFailure } from "./db-failure.ts";
import type { Deps } from "./deps.ts";
import type { Desk, PeopleDeps } from "./people-desk.ts";

export interface NotifyDeps
  extends Pick<PeopleDeps, "db" | "masterKeys" | "requestId" | "now">, Pick<Deps, "log" | "queues"> {
  readonly messenger: Messenger;
}

const TABLE = "notifications";
const COLUMN = "recipient_sealed";

/** The row of a message to a number or a mail address. */
export async function notificationRow(
  desk: Desk,
  to: string,
  about: { readonly template: string; readonly dedupeKey: string },
) {
  const id = newRowId.notification();
  const recipientSealed = await desk.seal({ table: TABLE, column: COLUMN, row: id }, to);
  const channel = isE164(to) ? ("sms" as const) : ("email" as const);
  return { id, channel, locale: "en", recipientSealed, ...about };
}

/** What somebody is to be told, once for each key. */
export interface OnceMessage {
  readonly to: string;
  readonly dedupeKey: string;
  readonly subject: string;
  readonly text: string;
}

/** Writes the row of each before it goes, and answers those that have not gone out. */
export async function noteMessages(
  desk: Desk,
  template: string,
  messages: readonly OnceMessage[],
): Promise<Result<{ row: OpenNotification; message: OnceMessage }[], Failure>> {
  const rows = messages.map(async ({ to, dedupeKey }) => notificationRow(desk, to, { template, dedupeKey }));
  const open = await addNotifications(desk.tenant, await Promise.all(rows));
  if (!open.ok) return err(dbFailure(open.error));
  return ok(
    open.value.flatMap((row) => {
      const message = messages.find(({ dedupeKey }) => dedupeKey === row.dedupeKey);
      return message ? { row, message } : [];
    }),
  );
}

/** `held`: another consumer is sending it, and may yet fail. */
type Undelivered = Failure | MessageError | { readonly tag: "held" };

/** Sends one whose row is written, unless somebody else does, under the row's id: at every attempt the same one. */
export async function deliverNotification(
  { messenger, now }: NotifyDeps,
  desk: Desk,
  { id, recipientSealed }: OpenNotification,
  { subject, text }: { readonly subject: string; readonly text: string },
): Promise<Result<void, Undelivered>> {
  const claim = await claimNotification(desk.tenant, id);
  if (!claim.ok) return err(dbFailure(claim.error));
  const hold = claim.value;
  if (hold.tag !== "mine") return hold.tag === "over" ? ok(undefined) : err({ tag: "held" });
  const to = await desk.open({ table: TABLE, column: COLUMN, row: id }, recipientSealed);
  const sent: Sent = isE164(to)
    ? await messenger.sms({ id, to, text })
    : await messenger.mail({ id, to, subject, text });
  // Refused is the last word about this recipient; anything else comes again with the job.
  if (!sent.ok && sent.error.tag !== "refused") {
    // Where this fails, the claim's own end does it.
    await releaseNotification(desk.tenant, id, hold.until);
    return sent;
  }
  const outcome = sent.ok
    ? { status: "sent" as const, errorCode: null }
    : { status: "failed" as const, errorCode: "refused" };
  const closed = await closeNotification(desk.tenant, id, { ...outcome, at: now() });
  return closed.ok ? ok(undefined) : err(dbFailure(closed.error));
}
