import { type ExpiringPaper, findExpiringPapers, listExpiringPapers } from "../db/expiring-papers.ts";
import { listUsers, type UserRow } from "../db/users.ts";
import type { Failure } from "../domain/failure.ts";
import { remindedDays, reminderStep } from "../domain/proof/paper-reminder.ts";
import { deskReminder, driverReminder } from "../domain/proof/reminder-text.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { DocumentId, TenantId } from "../protocol/ids.ts";
import { NOTIFIED_PER_MESSAGE, type RemindPapersJob } from "../protocol/jobs.ts";
import { dbFailure } from "./db-failure.ts";
import { deliverNotification, noteMessages, type NotifyDeps, type OnceMessage } from "./deliver-notification.ts";
import type { Deps } from "./deps.ts";
import { forEachTenant } from "./each-tenant.ts";
import { type Desk, openDesk } from "./people-desk.ts";

/** A desk takes turns over a day; who beyond the fiftieth has to hear of one licence can be told by the others. */
const DISPATCHERS_TOLD_MAX = 50;
const TEMPLATE = "paper-expires";

type QueueDeps = Pick<Deps, "db" | "queues" | "now"> & { readonly requestId: string };

/** The nightly round: asks for a reminder of each paper that expires within a month. What was said before is not said again. */
export async function queueReminders(deps: QueueDeps): Promise<Result<void, Failure>> {
  return forEachTenant(deps, async (tenantId) => queueTenant(deps, tenantId));
}

async function queueTenant(deps: QueueDeps, tenantId: TenantId): Promise<Result<void, Failure>> {
  const tenant = deps.db.forTenant({ tenantId, actor: "reminders", requestId: deps.requestId });
  const days = remindedDays(deps.now());
  for (let after: DocumentId | undefined; ;) {
    const found = await listExpiringPapers(tenant, { ...days, after, limit: NOTIFIED_PER_MESSAGE });
    if (!found.ok) return err(dbFailure(found.error));
    const documentIds = found.value;
    if (documentIds.length > 0) await deps.queues.notifications.send({ kind: "remind-papers", tenantId, documentIds });
    if (documentIds.length < NOTIFIED_PER_MESSAGE) return ok(undefined);
    after = documentIds.at(-1);
  }
}

/** Tells the driver and the desk. The row of each message is written before it goes, under a key of paper, step and person. */
export async function remindOfPapers(deps: NotifyDeps, job: RemindPapersJob): Promise<Result<void, { tag: string }>> {
  const opened = await openDesk(deps, { tenantId: job.tenantId, actor: "reminders" });
  if (!opened.ok) return opened;
  const desk = opened.value;
  const now = deps.now();
  const papers = await findExpiringPapers(desk.tenant, job.documentIds, remindedDays(now));
  if (!papers.ok) return err(dbFailure(papers.error));
  const users = await listUsers(desk.tenant, { role: "dispatcher", limit: DISPATCHERS_TOLD_MAX });
  if (!users.ok) return err(dbFailure(users.error));
  const dispatchers = users.value.filter(({ status }) => status === "active");
  for (const paper of papers.value) {
    const told = await tell(deps, desk, await remindersOf(desk, paper, dispatchers, now));
    if (!told.ok) return told;
  }
  return ok(undefined);
}

async function remindersOf(
  desk: Desk,
  paper: ExpiringPaper,
  dispatchers: readonly UserRow[],
  now: number,
): Promise<OnceMessage[]> {
  const { id, driverId, homeRegionId, nameSealed, phoneSealed } = paper;
  const step = reminderStep(paper.expiresOn, now);
  if (step === null) return [];
  const [name, phone] = await Promise.all([
    desk.open({ table: "drivers", column: "name_sealed", row: driverId }, nameSealed),
    desk.open({ table: "drivers", column: "phone_sealed", row: driverId }, phoneSealed),
  ]);
  const key = (person: string) => `paper:${id}:${step}:${person}`;
  const concerned = dispatchers.filter(({ regionIds }) => regionIds === null || regionIds.includes(homeRegionId));
  const forDesk = concerned.map(async (user) => {
    const to = await desk.open({ table: "users", column: "email_sealed", row: user.id }, user.emailSealed);
    return { to, dedupeKey: key(user.id), ...deskReminder(paper, name) };
  });
  return [{ to: phone, dedupeKey: key(driverId), ...driverReminder(paper) }, ...(await Promise.all(forDesk))];
}

async function tell(
  deps: NotifyDeps,
  desk: Desk,
  reminders: readonly OnceMessage[],
): Promise<Result<void, { tag: string }>> {
  const open = await noteMessages(desk, TEMPLATE, reminders);
  if (!open.ok) return open;
  let failed: { tag: string } | undefined;
  for (const { row, message } of open.value) {
    const sent = await deliverNotification(deps, desk, row, message);
    if (!sent.ok) failed = sent.error;
  }
  return failed ? err(failed) : ok(undefined);
}
