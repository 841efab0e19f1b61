import { readSettings, saveSettings, type SettingsRow } from "../db/tenant-settings.ts";
import { actorOf } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { grantFor } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { isWanted, type WantedVersions } from "../protocol/api/entity-tag.ts";
import type { Settings, WantedSettings } from "../protocol/api/settings.ts";
import { DEFAULT_TRIP_SETTINGS } from "../protocol/live/trip-brief.ts";
import { TenantSettings } from "../protocol/tenant-settings.ts";
import { dbFailure } from "./db-failure.ts";
import { overtaken } from "./overtaken.ts";
import { type Desk, knownCaller, openDesk, type PeopleDeps } from "./people-desk.ts";
import { contactRows, contactsOf } from "./sos-contacts.ts";

type SettingsDeps = Pick<PeopleDeps, "db" | "caller" | "requestId" | "masterKeys">;

export async function getSettings(deps: SettingsDeps): Promise<Result<Settings, Failure>> {
  const found = await reachSettings(deps);
  return found.ok ? settingsView(found.value.desk, found.value.row) : found;
}

/** Nothing else has to be told: whoever opens a trip, proves a delivery, goes on duty or is called reads the rows. */
export async function replaceSettings(
  deps: SettingsDeps,
  { sos, ...chosen }: WantedSettings,
  wanted: WantedVersions | undefined,
): Promise<Result<Settings, Failure>> {
  const found = await reachSettings(deps);
  if (!found.ok) return found;
  const { desk, row } = found.value;
  if (!isWanted(wanted, row.version)) return overtaken(await settingsView(desk, row));
  const contacts = await contactRows(desk, sos?.contacts ?? [], "body.sos.contacts");
  if (!contacts.ok) return contacts;
  const saved = await saveSettings(desk.tenant, { chosen, contacts: contacts.value }, row.version);
  if (!saved.ok) return err(dbFailure(saved.error));
  return saved.value ? settingsView(desk, saved.value) : overtaken(await getSettings(deps));
}

interface Found {
  readonly desk: Desk;
  readonly row: SettingsRow;
}

async function reachSettings(deps: SettingsDeps): Promise<Result<Found, Failure>> {
  const known = knownCaller(deps);
  if (!known.ok) return known;
  const caller = known.value;
  if (grantFor(caller, "tenant", "update") !== "tenant") return err({ tag: "forbidden" });
  const desk = await openDesk(deps, { tenantId: caller.tenantId, actor: actorOf(caller) });
  if (!desk.ok) return desk;
  const found = await readSettings(desk.value.tenant);
  if (!found.ok) return err(dbFailure(found.error));
  if (!found.value) throw new Error("a caller without a tenant");
  return ok({ desk: desk.value, row: found.value });
}

async function settingsView(
  desk: Desk,
  { settings, version, updatedAt }: SettingsRow,
): Promise<Result<Settings, Failure>> {
  const contacts = await contactsOf(desk, null);
  if (!contacts.ok) return contacts;
  const { jurisdiction = null, trip, proof, duty } = TenantSettings.parse(settings);
  return ok({
    jurisdiction,
    trip: { ...DEFAULT_TRIP_SETTINGS, ...trip },
    proof: proof ?? { required: [] },
    duty: duty ?? { documents: [] },
    sos: { contacts: contacts.value },
    version,
    updatedAt,
  });
}
