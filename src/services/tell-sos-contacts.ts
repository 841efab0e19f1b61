import { listContactsOfCall } from "../db/sos-contacts.ts";
import { findTenantName } from "../db/tenants.ts";
import { helpMessage } from "../domain/help-page/help-message.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { isSosOpen } from "../domain/sos-state.ts";
import { keyedHash } from "../platform/keyed-hash.ts";
import type { SosContactsJob } from "../protocol/jobs.ts";
import type { Sos } from "../protocol/sos.ts";
import { dbFailure } from "./db-failure.ts";
import { deliverNotification, noteMessages, type NotifyDeps, type OnceMessage } from "./deliver-notification.ts";
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
): Promise<Result<OnceMessage[], { tag: string }>> {
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
  messages: readonly OnceMessage[],
): Promise<Result<void, { tag: string }>> {
  const open = await noteMessages(desk, TEMPLATE, messages);
  if (!open.ok) return open;
  const sent = open.value.map(async ({ row, message }) => deliverNotification(deps, desk, row, message));
  return (await Promise.all(sent)).find(({ ok: isOk }) => !isOk) ?? ok(undefined);
}
