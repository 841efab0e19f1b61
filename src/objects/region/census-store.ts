import * as z from "zod";
import type { RegionPlace } from "../../platform/object-stubs.ts";
import { RegionId, TenantId } from "../../protocol/ids.ts";
import type { Migration } from "../lib/sqlite-migrations.ts";

export const CENSUS_TABLE: Migration = {
  id: "0005-census",
  sql: "CREATE TABLE census (region_id TEXT PRIMARY KEY, tenant_id TEXT NOT NULL) WITHOUT ROWID",
};

const CensusRow = z.object({ region_id: RegionId, tenant_id: TenantId });

/** Which regions ever had a socket. */
export class CensusStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  list({ tenantId, regionId }: RegionPlace): void {
    this.#sql.exec("INSERT OR IGNORE INTO census VALUES (?, ?)", regionId, tenantId);
  }

  places(): RegionPlace[] {
    const rows = this.#sql.exec("SELECT region_id, tenant_id FROM census").toArray();
    return rows.map((row) => CensusRow.parse(row)).map((row) => ({ regionId: row.region_id, tenantId: row.tenant_id }));
  }
}
