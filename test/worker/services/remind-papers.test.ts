import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { statements } from "../../../src/db/client.ts";
import { ownRows } from "../../../src/db/own-rows.ts";
import { documents } from "../../../src/db/schema/uploads.ts";
import { users } from "../../../src/db/schema/users.ts";
import { sandboxOutbox } from "../../../src/platform/object-stubs.ts";
import type { DocumentId } from "../../../src/protocol/ids.ts";
import { queueReminders, remindOfPapers } from "../../../src/services/remind-papers.ts";
import { newDocument } from "../access/proof-asks.ts";
import { jobDeps, REACHABLE } from "../jobs/job-deps.ts";
import { addMember, newOffice, type Office, valueOf } from "./people-fixture.ts";
import { addActiveDriver } from "./trip-place.ts";

const DAY_MS = 24 * 60 * 60_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

async function approve({ tenant }: Office, id: DocumentId, expiresOn: string): Promise<void> {
  const change = statements
    .update(documents)
    .set({ status: "approved", expiresOn })
    .where(ownRows(documents, tenant, eq(documents.id, id)));
  valueOf(await tenant.run("test.approve", change));
}

async function toldTo(to: string): Promise<string[]> {
  return (await sandboxOutbox(env).list()).filter((message) => message.to.includes(to)).map(({ text }) => text);
}

test("driver and desk are told at each step once, whatever is repeated, until a renewed paper is approved", async () => {
  const office = await newOffice();
  const { tenant, tenantId, north, south } = office;
  const { driverId } = await addActiveDriver(office, north);
  const [near, far] = [await addMember(tenant, "dispatcher"), await addMember(tenant, "dispatcher")];
  const scope = statements.update(users).set({ regionIds: [south] });
  valueOf(await tenant.run("test.scope", scope.where(ownRows(users, tenant, eq(users.id, far.userId)))));
  const paper = await newDocument({ tenant, tenantId, drivers: [driverId] });
  const expiresOn = inDays(30);
  await approve(office, paper, expiresOn);

  await queueReminders(jobDeps(REACHABLE));
  const mine = expect.stringContaining(`driving licence is valid until ${expiresOn}`);
  await vi.waitFor(async () => expect(await toldTo(near.userId)).toHaveLength(1), { timeout: 20_000, interval: 250 });
  expect(await toldTo(driverId)).toEqual([mine]);
  const remind = async (daysLater: number) => {
    const now = () => Date.now() + daysLater * DAY_MS;
    valueOf(
      await remindOfPapers({ ...jobDeps(REACHABLE), now }, { kind: "remind-papers", tenantId, documentIds: [paper] }),
    );
    return (await toldTo(driverId)).length;
  };
  const counts = [];
  for (const daysLater of [0, 22, 23, 24, 29, 30, 31]) counts.push(await remind(daysLater));
  expect(counts).toEqual([1, 1, 2, 2, 3, 3, 3]);
  expect(await toldTo(near.userId)).toHaveLength(3);
  expect(await toldTo(far.userId)).toEqual([]);
});

test("a renewed paper stops what was still to come", async () => {
  const office = await newOffice();
  const { tenant, tenantId, north } = office;
  const { driverId } = await addActiveDriver(office, north);
  const [old, renewed] = [
    await newDocument({ tenant, tenantId, drivers: [driverId] }),
    await newDocument({ tenant, tenantId, drivers: [driverId] }),
  ];
  await approve(office, old, inDays(5));
  await approve(office, renewed, inDays(400));
  const job = { kind: "remind-papers" as const, tenantId, documentIds: [old, renewed] };
  valueOf(await remindOfPapers(jobDeps(REACHABLE), job));
  expect(await toldTo(driverId)).toEqual([]);
  await approve(office, renewed, inDays(3));
  valueOf(await remindOfPapers(jobDeps(REACHABLE), job));
  expect(await toldTo(driverId)).toEqual([expect.stringContaining(inDays(5))]);
});
