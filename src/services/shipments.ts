import { addShipments } from "../db/shipment-adding.ts";
import { findShipment, listShipments as readShipments, type ShipmentPage, type ShipmentRow } from "../db/shipments.ts";
import { actorOf, type KnownCaller } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { grantFor, mayShipment, regionsOf, storeOf } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { newRowId } from "../platform/new-row-id.ts";
import type { NewShipment, Shipment } from "../protocol/api/shipments.ts";
import type { RegionId, ShipmentId } from "../protocol/ids.ts";
import type { ShipmentStatus } from "../protocol/shipment.ts";
import { dbFailure } from "./db-failure.ts";
import { cutPage, pageLimit } from "./page.ts";
import { type Desk, type DeskDeps, deskOf, knownCaller, type PeopleDeps } from "./people-desk.ts";
import { newColumns, shipmentView } from "./shipment-contents.ts";
import { newsOf, type NewsDeps, withNews } from "./shipment-news.ts";
import { createdNote } from "./shipment-notes.ts";

type Query = Pick<ShipmentPage, "after" | "storeCode" | "proof"> & {
  status?: ShipmentStatus | undefined;
  regionId?: RegionId | undefined;
  limit?: number | undefined;
};

export type ShipmentDeps = DeskDeps & Pick<PeopleDeps, "hmacKey" | "now">;

/** `isNew` is false when a shipment of this reference was there already, and that one is answered. */
export interface HandedIn {
  readonly shipment: Shipment;
  readonly isNew: boolean;
}

/** `isLive`: a trip has the last word, and the row's version is that of what was last written down. */
export interface ShownShipment {
  readonly shipment: Shipment;
  readonly isLive: boolean;
}

export async function createShipment(deps: ShipmentDeps, input: NewShipment): Promise<Result<HandedIn, Failure>> {
  const known = knownCaller(deps);
  if (!known.ok) return known;
  const caller = known.value;
  const { tenantId } = caller;
  const storeCode = input.storeCode ?? storeOf(caller) ?? null;
  const { regionId } = input;
  const id = newRowId.shipment();
  const scope = { tenantId, shipmentId: id, regionId, storeCode, driverId: null };
  // Before anything is read: what may not be done is not kept for later either.
  if (!mayShipment(caller, "create", scope)) return err({ tag: "forbidden" });
  const opened = await deskOf(deps);
  if (!opened.ok) return opened;
  const { desk } = opened.value;
  const columns = await newColumns({ desk, hmacKey: deps.hmacKey }, id, input);
  if (!columns.ok) return columns;
  const { reference } = input;
  const note = createdNote(actorOf(caller), deps.now());
  const added = await addShipments(desk.tenant, [{ row: { id, regionId, storeCode, ...columns.value }, note }]);
  if (!added.ok) return err(dbFailure(added.error));
  const isNew = added.value.has(id);
  const found = await findShipment(desk.tenant, isNew ? id : { reference, storeCode });
  if (!found.ok) return err(dbFailure(found.error));
  // Taken by one that the caller may not see: nothing about it is told but that.
  if (!found.value || !isVisible(caller, found.value)) return err({ tag: "conflict" });
  return ok({ shipment: await shipmentView(desk, found.value), isNew });
}

/** As it was last written down: for whoever has just written it. */
export async function getShipment(deps: PeopleDeps, shipmentId: ShipmentId): Promise<Result<Shipment, Failure>> {
  const found = await visibleShipment(deps, shipmentId);
  return found.ok ? ok(await shipmentView(found.value.desk, found.value.row)) : found;
}

/** As the row will be once the ledger has come, if a trip that carries it knows more. */
export async function showShipment(
  deps: PeopleDeps & NewsDeps,
  shipmentId: ShipmentId,
): Promise<Result<ShownShipment, Failure>> {
  const found = await visibleShipment(deps, shipmentId);
  if (!found.ok) return found;
  const { desk, row } = found.value;
  const news = await newsOf(deps, desk.tenant.tenantId, row);
  const current = news ? withNews(row, news) : row;
  return ok({ shipment: await shipmentView(desk, current), isLive: current.status !== row.status });
}

export async function listShipments(
  deps: PeopleDeps,
  { regionId, ...query }: Query,
): Promise<Result<{ items: Shipment[]; next?: string }, Failure>> {
  const grant = grantFor(deps.caller, "shipment", "list");
  if (grant === "none") return err({ tag: "forbidden" });
  const opened = await deskOf(deps);
  if (!opened.ok) return opened;
  const { desk, caller } = opened.value;
  const scope = listScope(caller, grant === "own", { regionId, storeCode: query.storeCode });
  if (scope === null) return ok({ items: [] });
  const { wanted, read } = pageLimit(query.limit);
  const found = await readShipments(desk.tenant, { ...query, ...scope, limit: read });
  if (!found.ok) return err(dbFailure(found.error));
  const { rows, ...next } = cutPage(found.value, wanted, (row) => row.id);
  return ok({ items: await Promise.all(rows.map(async (row) => shipmentView(desk, row))), ...next });
}

/** What one may not see is not found. */
export async function visibleShipment(
  deps: PeopleDeps,
  shipmentId: ShipmentId,
): Promise<Result<{ desk: Desk; caller: KnownCaller; row: ShipmentRow }, Failure>> {
  const opened = await deskOf(deps);
  if (!opened.ok) return opened;
  const { desk, caller } = opened.value;
  const found = await findShipment(desk.tenant, shipmentId);
  if (!found.ok) return err(dbFailure(found.error));
  const row = found.value;
  return row && isVisible(caller, row) ? ok({ desk, caller, row }) : err({ tag: "not-found" });
}

/** The holder of a link has a view of its own, with less in it. */
export function isVisible(caller: KnownCaller, row: ShipmentRow): boolean {
  return caller.kind !== "link" && mayShipment(caller, "read", { ...row, shipmentId: row.id });
}

/** Null where nothing can be both asked for and seen. */
export function listScope(
  caller: KnownCaller,
  isNarrow: boolean,
  { regionId, storeCode }: Pick<Query, "regionId" | "storeCode">,
): Pick<ShipmentPage, "regionIds" | "storeCode" | "carriedBy"> | null {
  const regions = isNarrow ? regionsOf(caller) : undefined;
  const store = isNarrow ? storeOf(caller) : undefined;
  if (regionId && regions && !regions.includes(regionId)) return null;
  if (storeCode !== undefined && store !== undefined && storeCode !== store) return null;
  return {
    regionIds: regionId ? [regionId] : regions,
    storeCode: storeCode ?? store,
    carriedBy: caller.kind === "driver" ? caller.driverId : undefined,
  };
}
