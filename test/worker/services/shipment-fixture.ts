import { env } from "cloudflare:workers";
import { uuidv7obj } from "uuidv7";
import { statements } from "../../../src/db/client.ts";
import { shipments } from "../../../src/db/schema/shipments.ts";
import { addTrackingLink } from "../../../src/db/tracking-links.ts";
import { typeIdFromBytes } from "../../../src/domain/typeid.ts";
import { newRowId } from "../../../src/platform/new-row-id.ts";
import { type LinkId, ShipmentId } from "../../../src/protocol/ids.ts";
import { hashLinkToken, makeLinkToken } from "../../../src/services/link-token.ts";
import { openDesk } from "../../../src/services/people-desk.ts";
import { depsFor, type Office, valueOf } from "./people-fixture.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;

type ShipmentChange = Partial<Pick<typeof shipments.$inferInsert, "storeCode" | "regionId" | "tripId" | "closedAt">>;

/** Of the store "mill" in the north, unless said. */
export async function newShipment(
  { tenant, tenantId, north }: Pick<Office, "tenant" | "tenantId" | "north">,
  change: ShipmentChange = {},
): Promise<ShipmentId> {
  const desk = valueOf(await openDesk(depsFor({ kind: "nobody" }), { tenantId, actor: "test" }));
  const id = ShipmentId.parse(typeIdFromBytes("shp", uuidv7obj().bytes));
  const seal = (column: string, text: string) => desk.seal({ table: "shipments", column, row: id }, text);
  const row = {
    tenantId,
    id,
    regionId: north,
    reference: id,
    storeCode: "mill",
    street: "Canal Row",
    city: "Port",
    addressSealed: await seal("address_sealed", "12, second floor"),
    recipientNameSealed: await seal("recipient_name_sealed", "Recipient"),
    ...change,
  };
  valueOf(await tenant.run("test.shipment", statements.insert(shipments).values(row)));
  return id;
}

/** A link with what the database would only have days later. */
export async function newLink(
  { tenant }: Pick<Office, "tenant">,
  shipmentId: ShipmentId,
  life: { readonly expired?: true; readonly revoked?: true } = {},
): Promise<{ linkId: LinkId; token: string; expiresAt: number }> {
  const [linkId, token] = [newRowId.link(), makeLinkToken()];
  const madeAt = Date.now() - (life.expired ? 2 * DAY_MS : 0);
  const expiresAt = madeAt + DAY_MS;
  const row = {
    id: linkId,
    shipmentId,
    tokenHash: await hashLinkToken(env.HMAC_KEY, token),
    createdBy: "test",
    createdAt: madeAt,
    expiresAt,
    ...(life.revoked && { revokedAt: madeAt }),
  };
  valueOf(await addTrackingLink(tenant, row, { alone: false }));
  return { linkId, token, expiresAt };
}
