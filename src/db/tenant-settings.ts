import { and, eq, sql } from "drizzle-orm";
import { ok, type Result } from "../domain/result.ts";
import type { ChosenSettings } from "../protocol/tenant-settings.ts";
import { statements, type TenantQueries } from "./client.ts";
import type { DbError } from "./db-error.ts";
import { expectThat, failedBy } from "./expectations.ts";
import { replaceSosContacts, type SosContactRow } from "./sos-contacts.ts";
import { tenants } from "./schema/tenants.ts";

const { settings, version, updatedAt } = tenants;
const columns = { settings, version, updatedAt };
export type SettingsRow = Pick<typeof tenants.$inferSelect, keyof typeof columns>;

export async function readSettings(tenant: TenantQueries): Promise<Result<SettingsRow | undefined, DbError>> {
  const query = statements.select(columns).from(tenants).where(eq(tenants.id, tenant.tenantId));
  const found = await tenant.run("tenants.settings", query, { read: "primary" });
  return found.ok ? ok(found.value[0]) : found;
}

/** Undefined where the version is another one by now. What other parts keep beside them stays. */
export async function saveSettings(
  tenant: TenantQueries,
  { chosen, contacts }: { readonly chosen: ChosenSettings; readonly contacts: readonly SosContactRow[] },
  read: number,
): Promise<Result<SettingsRow | undefined, DbError>> {
  const kept = sql`${settings} - '{trip,proof,duty}'::text[]`;
  const itself = eq(tenants.id, tenant.tenantId);
  const asRead = statements
    .select({ id: tenants.id })
    .from(tenants)
    .where(and(itself, eq(version, read)))
    .for("update");
  const saved = await tenant.batch("tenants.save-settings", [
    expectThat(sql`exists (select from (${asRead}) as_read)`, "outdated"),
    statements
      .update(tenants)
      .set({ settings: sql`(${kept}) || ${JSON.stringify(chosen)}::text::jsonb`, version: sql`${version} + 1` })
      .where(itself)
      .returning(columns),
    ...replaceSosContacts(tenant, null, contacts),
  ]);
  if (saved.ok) return ok(saved.value[1][0]);
  return failedBy(saved.error, "outdated") ? ok(undefined) : saved;
}
