import { addNotifications } from "../db/notifications.ts";
import { listContactsOfCall } from "../db/sos-contacts.ts";
import { findTenantName } from "../db/tenants.ts";
import { helpMessage } from "../domain/help-page/help-message.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { isSosOpen } from "../domain/sos-state.ts";
import { keyedHash } from "../platform/keyed-hash.ts";
import type { SosContactsJob } from "../protocol/jobs.ts";
import type { Sos } from "../protocol/sos.ts";
import { dbFailure } from "./db-failure.ts";
import { deliverNotification, notificationRow, type NotifyDeps } from "./deliver-notification.ts";
import type { LiveDeps } from "./live-deps.ts";
import { type Desk, openDesk } from "./people-desk.ts";
import { addressOf } from "./sos-contacts.ts";
import { hashSosLinkToken, sosLinkToken } from "./sos-link-token.ts";

export interface SosContactDeps extends NotifyDeps, Pick<LiveDeps, "sos"> {
  readonly hmacKey: string;
  /** Where our pages are, for addresses in messages. */
  readonly publicOrigin: string;
}

const TEMPLATE = "help-called";

interface Message {
  readonly to: string;
  readonly dedupeKey: string;
  readonly subject: string;
  readonly text: string;
}

/**
 * Tells the driver's and the tenant's contacts that a call was opened, each address once: the row of each message is written
 * before it goes. One whose provider does not answer keeps no other waiting, and comes again with the job.
 */
export async function tellSosContacts(
  deps: SosContactDeps,
  { tenantId, sosId }: SosContactsJob,
): Promise<Result<void, { tag: string }>> {
  const object = deps.sos(tenantId);
  const call = await object.call(sosId);
  if (call && isSosOpen(call.state)) {
    const opened = await openDesk(deps, { tenantId, actor: "notifications" });
    if (!opened.ok) return opened;
    const messages = await messagesFor(deps, opened.value, call);
    if (!messages.ok) return messages;
    const told = await tellAll(deps, opened.value, messages.value);
    if (!told.ok) return told;
  }
  await object.contacted(sosId);
  return ok(undefined);
}

async function messagesFor(
  deps: SosContactDeps,
  desk: Desk,
  { id: sosId, driverId, driverFirstName }: Sos,
): Promise<Result<Message[], { tag: string }>> {
  const { tenantId } = desk.tenant;
  const contacts = await listContactsOfCall(desk.tenant, driverId);
  if (!contacts.ok) return err(dbFailure(contacts.error));
  const company = await findTenantName(desk.tenant);
  if (!company.ok) return err(dbFailure(company.error));
  const addresses = new Set(await Promise.all(contacts.value.map(async (row) => addressOf(desk, row))));
  const messages = [...addresses].map(async (to) => {
    const token = await sosLinkToken(deps.hmacKey, { tenantId, sosId, to });
    await deps.sos(tenantId).addLink(sosId, await hashSosLinkToken(deps.hmacKey, token));
    const url = `${deps.publicOrigin}/h/${tenantId}/${token}`;
    // Not the address itself: this key is no place for it.
    const dedupeKey = `sos:${sosId}:${await keyedHash(deps.hmacKey, ["sos told", to])}`;
    return { to, dedupeKey, ...helpMessage({ firstName: driverFirstName, company: company.value ?? null, url }) };
  });
  return ok(await Promise.all(messages));
}

async function tellAll(
  deps: SosContactDeps,
  desk: Desk,
  messages: readonly Message[],
): Promise<Result<void, { tag: string }>> {
  const rows = messages.map(async ({ to, dedupeKey }) => notificationRow(desk, to, { template: TEMPLATE, dedupeKey }));
  const open = await addNotifications(desk.tenant, await Promise.all(rows));
  if (!open.ok) return err(dbFailure(open.error));
  const sent = open.value.map(async (one) => {
    const message = messages.find(({ dedupeKey }) => dedupeKey === one.dedupeKey);
    return message ? deliverNotification(deps, desk, one, message) : ok(undefined);
  });
  return (await Promise.all(sent)).find(({ ok: isOk }) => !isOk) ?? ok(undefined);
}
