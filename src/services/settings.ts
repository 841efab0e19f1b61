import { readSettings, saveSettings, type SettingsRow } from "../db/tenant-settings.ts";
import type { TenantQueries } from "../db/client.ts";
import type { Failure } from "../domain/failure.ts";
import { grantFor } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { isWanted, type WantedVersions } from "../protocol/api/entity-tag.ts";
import type { Settings } from "../protocol/api/settings.ts";
import { DEFAULT_TRIP_SETTINGS } from "../protocol/live/trip-brief.ts";
import { type ChosenSettings, TenantSettings } from "../protocol/tenant-settings.ts";
import { callerTenant } from "./caller-tenant.ts";
import { dbFailure } from "./db-failure.ts";
import type { PeopleDeps } from "./people-desk.ts";

type SettingsDeps = Pick<PeopleDeps, "db" | "caller" | "requestId">;

export async function getSettings(deps: SettingsDeps): Promise<Result<Settings, Failure>> {
  const found = await reachSettings(deps);
  return found.ok ? ok(settingsView(found.value.row)) : found;
}

/** Nothing else has to be told: whoever opens a trip, proves a delivery or goes on duty reads the row. */
export async function replaceSettings(
  deps: SettingsDeps,
  chosen: ChosenSettings,
  wanted: WantedVersions | undefined,
): Promise<Result<Settings, Failure>> {
  const found = await reachSettings(deps);
  if (!found.ok) return found;
  const { tenant, row } = found.value;
  if (!isWanted(wanted, row.version)) return err({ tag: "version-conflict", current: settingsView(row) });
  const saved = await saveSettings(tenant, chosen, row.version);
  if (!saved.ok) return err(dbFailure(saved.error));
  if (saved.value) return ok(settingsView(saved.value));
  // Somebody else was faster by milliseconds.
  const newer = await reachSettings(deps);
  return newer.ok ? err({ tag: "version-conflict", current: settingsView(newer.value.row) }) : newer;
}

async function reachSettings(
  deps: SettingsDeps,
): Promise<Result<{ tenant: TenantQueries; row: SettingsRow }, Failure>> {
  const opened = callerTenant(deps);
  if (!opened.ok) return opened;
  const { caller, tenant } = opened.value;
  if (grantFor(caller, "tenant", "update") !== "tenant") return err({ tag: "forbidden" });
  const found = await readSettings(tenant);
  if (!found.ok) return err(dbFailure(found.error));
  if (!found.value) throw new Error("a caller without a tenant");
  return ok({ tenant, row: found.value });
}

function settingsView({ settings, version, updatedAt }: SettingsRow): Settings {
  const { jurisdiction = null, trip, proof, duty } = TenantSettings.parse(settings);
  return {
    jurisdiction,
    trip: { ...DEFAULT_TRIP_SETTINGS, ...trip },
    proof: proof ?? { required: [] },
    duty: duty ?? { documents: [] },
    version,
    updatedAt,
  };
}
