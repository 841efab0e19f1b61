import { addNotifications, closeNotification, occasionKey, type OpenNotification } from "../db/notifications.ts";
import { findShipments, type ShipmentRow } from "../db/shipments.ts";
import type { Failure } from "../domain/failure.ts";
import { notificationText } from "../domain/notification-text.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { MessageError, Messenger, Sent } from "../platform/messages/messenger.ts";
import { newRowId } from "../platform/new-row-id.ts";
import { isE164 } from "../platform/phone-number.ts";
import type { NotifyJob } from "../protocol/jobs.ts";
import { dbFailure } from "./db-failure.ts";
import { type Desk, openDesk, type PeopleDeps } from "./people-desk.ts";

export interface NotifyDeps extends Pick<PeopleDeps, "db" | "masterKeys" | "requestId" | "now"> {
  readonly messenger: Messenger;
}

const TABLE = "notifications";
const COLUMN = "recipient_sealed";

/** A row for each recipient first, then the message under the row's id: at every attempt the same one. */
export async function sendNotifications(deps: NotifyDeps, job: NotifyJob): Promise<Result<void, { tag: string }>> {
  const opened = await openDesk(deps, { tenantId: job.tenantId, actor: "notifications" });
  if (!opened.ok) return opened;
  const desk = opened.value;
  const found = await findShipments(desk.tenant, job.shipmentIds);
  if (!found.ok) return err(dbFailure(found.error));
  const rows = await Promise.all(found.value.map(async (row) => rowFor(desk, row, job)));
  const open = await addNotifications(
    desk.tenant,
    rows.flatMap((row) => row ?? []),
  );
  if (!open.ok) return err(dbFailure(open.error));
  const references = new Map(found.value.map(({ id, reference }) => [id, reference]));
  let failed: { tag: string } | undefined;
  for (const one of open.value) {
    const reference = (one.shipmentId && references.get(one.shipmentId)) ?? "";
    const sent = await sendOne(deps, desk, one, notificationText(job.template, reference));
    if (!sent.ok) failed = sent.error;
  }
  return failed ? err(failed) : ok(undefined);
}

/** Null where nobody can be reached. */
async function rowFor(desk: Desk, row: ShipmentRow, { occasion, template }: NotifyJob) {
  const { id: shipmentId, recipientPhoneSealed, recipientEmailSealed } = row;
  const open = async (column: string, sealed: string | null) =>
    sealed === null ? null : desk.open({ table: "shipments", column, row: shipmentId }, sealed);
  const phone = await open("recipient_phone_sealed", recipientPhoneSealed);
  const to = phone ?? (await open("recipient_email_sealed", recipientEmailSealed));
  if (to === null) return null;
  const id = newRowId.notification();
  const recipientSealed = await desk.seal({ table: TABLE, column: COLUMN, row: id }, to);
  const channel = phone === null ? ("email" as const) : ("sms" as const);
  const dedupeKey = occasionKey(occasion, shipmentId);
  return { id, shipmentId, channel, template, locale: "en", recipientSealed, dedupeKey };
}

async function sendOne(
  { messenger, now }: NotifyDeps,
  desk: Desk,
  { id, recipientSealed }: OpenNotification,
  { subject, text }: { readonly subject: string; readonly text: string },
): Promise<Result<void, Failure | MessageError>> {
  const to = await desk.open({ table: TABLE, column: COLUMN, row: id }, recipientSealed);
  const sent: Sent = isE164(to)
    ? await messenger.sms({ id, to, text })
    : await messenger.mail({ id, to, subject, text });
  // Refused is the last word about this recipient; anything else comes again with the job.
  if (!sent.ok && sent.error.tag !== "refused") return sent;
  const outcome = sent.ok
    ? { status: "sent" as const, errorCode: null }
    : { status: "failed" as const, errorCode: "refused" };
  const closed = await closeNotification(desk.tenant, id, { ...outcome, at: now() });
  return closed.ok ? ok(undefined) : err(dbFailure(closed.error));
}
