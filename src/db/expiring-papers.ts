import { and, asc, between, eq, gt, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { ok, type Result } from "../domain/result.ts";
import type { DocumentId } from "../protocol/ids.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { ownRows } from "./own-rows.ts";
import { drivers } from "./schema/drivers.ts";
import { documents } from "./schema/uploads.ts";

interface Days {
  readonly from: string;
  readonly to: string;
}

const renewal = alias(documents, "renewal");

/** A copy of the same paper that is good for longer: nobody has to be reminded of the old one. */
function renewed(): SQL {
  const same = and(
    eq(renewal.tenantId, documents.tenantId),
    eq(renewal.driverId, documents.driverId),
    eq(renewal.kind, documents.kind),
    eq(renewal.status, "approved"),
  );
  const longer = or(
    isNull(renewal.expiresOn),
    gt(renewal.expiresOn, documents.expiresOn),
    and(eq(renewal.expiresOn, documents.expiresOn), gt(renewal.id, documents.id)),
  );
  return sql`exists (${statements.select({ id: renewal.id }).from(renewal).where(and(same, longer))})`;
}

/** Approved papers of drivers who work here, whose last day is one of these. */
function expiring({ from, to }: Days): SQL | undefined {
  return and(
    eq(documents.status, "approved"),
    between(documents.expiresOn, from, to),
    eq(drivers.status, "active"),
    sql`not ${renewed()}`,
  );
}

const ITS_DRIVER = and(eq(drivers.tenantId, documents.tenantId), eq(drivers.id, documents.driverId));

export async function listExpiringPapers(
  tenant: TenantQueries,
  { after, limit, ...days }: Days & { readonly after: DocumentId | undefined; readonly limit: number },
): Promise<Result<DocumentId[], DbError>> {
  const query = statements
    .select({ id: documents.id })
    .from(documents)
    .innerJoin(drivers, ITS_DRIVER)
    .where(ownRows(documents, tenant, expiring(days), after && gt(documents.id, after)))
    .orderBy(asc(documents.id))
    .limit(limit);
  const found = await tenant.run("documents.expiring", query, { read: "primary" });
  return found.ok ? ok(found.value.map(({ id }) => id)) : found;
}

/** Those of them that still are, with whose they are. */
export async function findExpiringPapers(tenant: TenantQueries, ids: readonly DocumentId[], days: Days) {
  const { id, kind, expiresOn } = documents;
  const { id: driverId, homeRegionId, nameSealed, phoneSealed } = drivers;
  const query = statements
    .select({ id, kind, expiresOn: sql<string>`${expiresOn}`, driverId, homeRegionId, nameSealed, phoneSealed })
    .from(documents)
    .innerJoin(drivers, ITS_DRIVER)
    .where(ownRows(documents, tenant, inArray(id, [...ids]), expiring(days)));
  return tenant.run("documents.find-expiring", query, { read: "primary" });
}

export type ExpiringPaper = Extract<Awaited<ReturnType<typeof findExpiringPapers>>, { ok: true }>["value"][number];
