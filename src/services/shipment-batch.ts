import { listRegions } from "../db/regions.ts";
import { type AddedShipment, addShipments, findByReferences } from "../db/shipment-adding.ts";
import type { ShipmentRow } from "../db/shipments.ts";
import { actorOf, type KnownCaller } from "../domain/caller.ts";
import type { Failure } from "../domain/failure.ts";
import { mayShipment, storeOf } from "../domain/permissions.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { newRowId } from "../platform/new-row-id.ts";
import type { Alone } from "../protocol/api/each-alone.ts";
import type { NewShipment } from "../protocol/api/shipments.ts";
import type { RegionId, ShipmentId } from "../protocol/ids.ts";
import { dbFailure } from "./db-failure.ts";
import { type Desk, deskOf, type PeopleDeps } from "./people-desk.ts";
import { newColumns, readPhone } from "./shipment-contents.ts";
import { createdNote } from "./shipment-notes.ts";
import { isVisible } from "./shipments.ts";

export type HandedIn = Result<{ readonly outcome: "created" | "exists"; readonly shipmentId: ShipmentId }, Failure>;
type Draft = Result<AddedShipment, Failure>;
/** What its caller may hand in there, and whose it then is. */
export type Admitted = Result<
  { readonly input: NewShipment; readonly id: ShipmentId; readonly storeCode: string | null },
  Failure
>;

interface Counter {
  readonly desk: Desk;
  readonly hmacKey: string;
  readonly caller: KnownCaller;
  /** Those that are the tenant's. */
  readonly regions: ReadonlySet<RegionId>;
  readonly now: number;
}

/** Three statements for all of them: their regions, what is new, and what was there already. */
export async function createShipments(
  deps: PeopleDeps,
  items: readonly Alone<NewShipment>[],
): Promise<Result<HandedIn[], Failure>> {
  const opened = await deskOf(deps);
  if (!opened.ok) return opened;
  const { desk, caller } = opened.value;
  const regions = await knownRegions(desk, items);
  if (!regions.ok) return regions;
  const counter: Counter = { desk, hmacKey: deps.hmacKey, caller, regions: regions.value, now: deps.now() };
  const drafts = await Promise.all(items.map(async (item) => draftOf(counter, item)));
  const sound = drafts.flatMap((draft) => (draft.ok ? [draft.value] : []));
  const added = await addShipments(desk.tenant, sound);
  if (!added.ok) return err(dbFailure(added.error));
  const known = await earlierOnes(
    desk,
    sound.filter(({ row }) => !added.value.has(row.id)),
  );
  if (!known.ok) return known;
  return ok(
    drafts.map((draft): HandedIn => {
      if (!draft.ok) return draft;
      const { row } = draft.value;
      if (added.value.has(row.id)) return ok({ outcome: "created", shipmentId: row.id });
      const earlier = known.value.get(orderKey(row));
      if (!earlier || !isVisible(caller, earlier)) return err({ tag: "conflict" });
      return ok({ outcome: "exists", shipmentId: earlier.id });
    }),
  );
}

/** The same without writing anything: which of them would be refused. */
export async function checkShipments(
  deps: PeopleDeps,
  items: readonly Alone<NewShipment>[],
): Promise<Result<Admitted[], Failure>> {
  const opened = await deskOf(deps);
  if (!opened.ok) return opened;
  const { desk, caller } = opened.value;
  const regions = await knownRegions(desk, items);
  if (!regions.ok) return regions;
  return ok(
    items.map((item): Admitted => {
      const admitted = admit({ caller, regions: regions.value }, item);
      const phone = admitted.ok ? readPhone(admitted.value.input.recipient.phone) : admitted;
      return phone.ok ? admitted : err(withinItem(phone.error));
    }),
  );
}

async function draftOf(counter: Counter, item: Alone<NewShipment>): Promise<Draft> {
  const admitted = admit(counter, item);
  if (!admitted.ok) return admitted;
  const { input, id, storeCode } = admitted.value;
  const columns = await newColumns(counter, id, input);
  if (!columns.ok) return err(withinItem(columns.error));
  const row = { id, regionId: input.regionId, storeCode, ...columns.value };
  return ok({ row, note: createdNote(actorOf(counter.caller), counter.now) });
}

function admit({ caller, regions }: Pick<Counter, "caller" | "regions">, item: Alone<NewShipment>): Admitted {
  if (!item.ok) return err({ tag: "invalid-request", errors: [...item.errors] });
  const input = item.value;
  const { regionId } = input;
  const storeCode = input.storeCode ?? storeOf(caller) ?? null;
  const id = newRowId.shipment();
  const scope = { tenantId: caller.tenantId, shipmentId: id, regionId, storeCode, driverId: null };
  if (!mayShipment(caller, "create", scope)) return err({ tag: "forbidden" });
  return regions.has(regionId) ? ok({ input, id, storeCode }) : err({ tag: "conflict" });
}

/** The body of a request of its own is an item here. */
export function withinItem({ errors, ...failure }: Failure): Failure {
  if (!errors) return failure;
  return { ...failure, errors: errors.map(({ path, message }) => ({ path: path.replace(/^body\./, ""), message })) };
}

async function knownRegions(
  desk: Desk,
  items: readonly Alone<NewShipment>[],
): Promise<Result<ReadonlySet<RegionId>, Failure>> {
  const named = [...new Set(items.flatMap((item) => (item.ok ? [item.value.regionId] : [])))];
  if (named.length === 0) return ok(new Set());
  const found = await listRegions(desk.tenant, { regionIds: named, limit: named.length });
  return found.ok ? ok(new Set(found.value.map(({ id }) => id))) : err(dbFailure(found.error));
}

/** Those whose store has handed in that reference before, within this request or long ago. */
async function earlierOnes(
  desk: Desk,
  refused: readonly AddedShipment[],
): Promise<Result<ReadonlyMap<string, ShipmentRow>, Failure>> {
  const found = await findByReferences(
    desk.tenant,
    refused.map(({ row }) => row),
  );
  if (!found.ok) return err(dbFailure(found.error));
  return ok(new Map(found.value.map((row) => [orderKey(row), row])));
}

export function orderKey({ storeCode, reference }: Pick<AddedShipment["row"], "storeCode" | "reference">): string {
  return JSON.stringify([storeCode ?? null, reference]);
}
