import { addDriver } from "../db/drivers.ts";
import type { InvitationRow } from "../db/invitations.ts";
import { addUser } from "../db/users.ts";
import { indexOfLogin } from "../platform/login-name.ts";
import { newRowId } from "../platform/new-row-id.ts";
import { openContents } from "./invitation-contents.ts";
import type { Desk } from "./people-desk.ts";

/** The person's row; its values are sealed anew, because a seal holds for one place only. */
export async function makePerson(hmacKey: string, desk: Desk, row: InvitationRow) {
  const { tenantId } = desk.tenant;
  const { name, contact } = await openContents(desk, row);
  const { role, storeCode, regionIds, homeRegionId } = row;
  if (role === "driver") {
    if (homeRegionId === null) throw new Error("a driver's invitation without a region");
    const id = newRowId.driver();
    const nameSealed = await desk.seal({ table: "drivers", column: "name_sealed", row: id }, name);
    const phoneSealed = await desk.seal({ table: "drivers", column: "phone_sealed", row: id }, contact);
    const phoneIndex = await indexOfLogin(hmacKey, { channel: "sms", name: contact });
    const driver = { tenantId, id, homeRegionId, status: "active" as const, nameSealed, phoneSealed, phoneIndex };
    return { id, insert: addDriver(driver) };
  }
  const id = newRowId.user();
  const nameSealed = await desk.seal({ table: "users", column: "name_sealed", row: id }, name);
  const emailSealed = await desk.seal({ table: "users", column: "email_sealed", row: id }, contact);
  const emailIndex = await indexOfLogin(hmacKey, { channel: "email", name: contact });
  const access = { role, status: "active" as const, storeCode, regionIds };
  return { id, insert: addUser({ tenantId, id, ...access, nameSealed, emailSealed, emailIndex }) };
}
