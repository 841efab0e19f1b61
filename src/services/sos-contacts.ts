import { type ContactsOwner, listSosContacts, type SosContactRow } from "../db/sos-contacts.ts";
import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { readLoginName } from "../platform/login-name.ts";
import { newRowId } from "../platform/new-row-id.ts";
import { isE164 } from "../platform/phone-number.ts";
import type { SosContact } from "../protocol/sos-contact.ts";
import { dbFailure } from "./db-failure.ts";
import type { Desk } from "./people-desk.ts";

const TABLE = "sos_contacts";

export async function contactsOf(desk: Desk, owner: ContactsOwner): Promise<Result<SosContact[], Failure>> {
  const found = await listSosContacts(desk.tenant, owner);
  if (!found.ok) return err(dbFailure(found.error));
  return ok(await Promise.all(found.value.map(async (row) => contactView(desk, row))));
}

async function contactView(desk: Desk, { id: row, nameSealed, contactSealed }: SosContactRow): Promise<SosContact> {
  const [name, to] = await Promise.all([
    desk.open({ table: TABLE, column: "name_sealed", row }, nameSealed),
    addressOf(desk, { id: row, contactSealed }),
  ]);
  return isE164(to) ? { name, phone: to } : { name, email: to };
}

/** A phone number or a mail address. */
export async function addressOf(
  desk: Desk,
  { id: row, contactSealed }: Pick<SosContactRow, "id" | "contactSealed">,
): Promise<string> {
  return desk.open({ table: TABLE, column: "contact_sealed", row }, contactSealed);
}

/** As rows, each sealed; `path` is where the list stands in the request. */
export async function contactRows(
  desk: Desk,
  contacts: readonly SosContact[],
  path: string,
): Promise<Result<SosContactRow[], Failure>> {
  const rows: SosContactRow[] = [];
  for (const [index, contact] of contacts.entries()) {
    const read = await ("phone" in contact
      ? readLoginName("sms", contact.phone)
      : readLoginName("email", contact.email));
    if (!read.ok) {
      const field = "phone" in contact ? "phone" : "email";
      const message = "is not an address that can be reached";
      return err({ tag: "invalid-request", errors: [{ path: `${path}.${index}.${field}`, message }] });
    }
    const id = newRowId.sosContact();
    const [nameSealed, contactSealed] = await Promise.all([
      desk.seal({ table: TABLE, column: "name_sealed", row: id }, contact.name),
      desk.seal({ table: TABLE, column: "contact_sealed", row: id }, read.value.name),
    ]);
    rows.push({ id, nameSealed, contactSealed });
  }
  return ok(rows);
}
