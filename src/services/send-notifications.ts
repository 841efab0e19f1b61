import { addNotifications, occasionKey, type OpenNotification } from "../db/notifications.ts";
import { findShipments, type ShipmentRow } from "../db/shipments.ts";
import { notificationText } from "../domain/notification-text.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { ShipmentId } from "../protocol/ids.ts";
import type { NotifyJob } from "../protocol/jobs.ts";
import { dbFailure } from "./db-failure.ts";
import { deliverNotification, notificationRow, type NotifyDeps } from "./deliver-notification.ts";
import { type Desk, openDesk } from "./people-desk.ts";

/** As after a first try that failed. */
const AGAIN_SECONDS = 2;
const RESTING = err({ tag: "resting" });

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
  const { failed, left } = await sendEach(deps, desk, open.value, (shipmentId) =>
    notificationText(job.template, references.get(shipmentId) ?? ""),
  );
  if (!failed) return ok(undefined);
  if (left.length === open.value.length) return err(failed);
  await beginAnew(deps, { ...job, shipmentIds: left }, failed.tag);
  return ok(undefined);
}

/** One after the other. Where a provider rests, none of those that would go the same way is claimed. */
async function sendEach(
  deps: NotifyDeps,
  desk: Desk,
  open: readonly OpenNotification[],
  textFor: (shipmentId: ShipmentId) => ReturnType<typeof notificationText>,
): Promise<{ failed?: { tag: string }; left: ShipmentId[] }> {
  const left: ShipmentId[] = [];
  const resting = new Set<string>();
  let failed: { tag: string } | undefined;
  for (const one of open) {
    const { channel, shipmentId } = one;
    if (!shipmentId) continue;
    const sent = resting.has(channel) ? RESTING : await deliverNotification(deps, desk, one, textFor(shipmentId));
    if (sent.ok) continue;
    failed = sent.error;
    if (failed.tag === "resting") resting.add(channel);
    left.push(shipmentId);
  }
  return { left, ...(failed && { failed }) };
}

/** What got somewhere has its tries and its short pauses before it again: the others do not wait for minutes behind an outage that is over. */
async function beginAnew({ queues, log }: NotifyDeps, job: NotifyJob, reason: string): Promise<void> {
  log({ event: "notify.again", left: job.shipmentIds.length, reason });
  await queues.notifications.send(job, { delaySeconds: AGAIN_SECONDS });
}

/** Null where nobody can be reached. */
async function rowFor(desk: Desk, row: ShipmentRow, { occasion, template }: NotifyJob) {
  const { id: shipmentId, recipientPhoneSealed, recipientEmailSealed } = row;
  const open = async (column: string, sealed: string | null) =>
    sealed === null ? null : desk.open({ table: "shipments", column, row: shipmentId }, sealed);
  const phone = await open("recipient_phone_sealed", recipientPhoneSealed);
  const to = phone ?? (await open("recipient_email_sealed", recipientEmailSealed));
  if (to === null) return null;
  const shown = await notificationRow(desk, to, { template, dedupeKey: occasionKey(occasion, shipmentId) });
  return { ...shown, shipmentId };
}
