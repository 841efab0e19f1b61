import { listDocuments } from "../db/documents.ts";
import type { TripCrew } from "../db/trip-crew.ts";
import type { Failure } from "../domain/failure.ts";
import { type DutyHindrance, dutyHindrance } from "../domain/proof/duty-hindrance.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { DriverId } from "../protocol/ids.ts";
import { TenantSettings } from "../protocol/tenant-settings.ts";
import { dbFailure } from "./db-failure.ts";
import type { Desk } from "./people-desk.ts";

const WORDS: Record<DutyHindrance["why"], string> = {
  missing: "is missing",
  "not-approved": "is not approved yet",
  expired: "has expired",
};

/** Whoever is suspended, or lacks a paper that the tenant asks for, does not go on duty; the answer names the paper. */
export async function requireFitForDuty(
  { tenant }: Pick<Desk, "tenant">,
  driverId: DriverId,
  crew: Pick<TripCrew, "status" | "settings"> | undefined,
  now: number,
): Promise<Result<void, Failure>> {
  if (crew?.status !== "active") return err({ tag: "not-allowed-now" });
  const required = TenantSettings.parse(crew.settings).duty?.documents ?? [];
  if (required.length === 0) return ok(undefined);
  const papers = await listDocuments(tenant, driverId);
  if (!papers.ok) return err(dbFailure(papers.error));
  const documents = papers.value.map(({ document }) => document);
  const hindrance = dutyHindrance(required, documents, now);
  if (!hindrance) return ok(undefined);
  const { kind, why } = hindrance;
  return err({ tag: "not-allowed-now", errors: [{ path: `documents.${kind}`, message: WORDS[why] }] });
}
