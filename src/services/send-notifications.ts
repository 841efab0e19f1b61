import { addNotifications, occasionKey } from "../db/notifications.ts";
import { findShipments, type ShipmentRow } from "../db/shipments.ts";
import { notificationText } from "../domain/notification-text.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { NotifyJob } from "../protocol/jobs.ts";
import { dbFailure } from "./db-failure.ts";
import { deliverNotification, notificationRow, type NotifyDeps } from "./deliver-notification.ts";
import { type Desk, openDesk } from "./people-desk.ts";

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
    const sent = await deliverNotification(deps, desk, one, notificationText(job.template, reference));
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
  const shown = await notificationRow(desk, to, { template, dedupeKey: occasionKey(occasion, shipmentId) });
  return { ...shown, shipmentId };
}
