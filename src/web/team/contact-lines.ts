import type { SosContact } from "../../protocol/sos-contact.ts";

const SEPARATOR = ", ";

/** One in each line, as people write it down: `Nina Berg, +49…`. */
export function contactLines(contacts: readonly SosContact[]): string {
  return contacts.map((one) => one.name + SEPARATOR + ("phone" in one ? one.phone : one.email)).join("\n");
}

/** What is no contact is told by the server, which says what is wrong with it. */
export function contactsIn(text: string): SosContact[] {
  const lines = text.split("\n").map((line) => line.trim());
  return lines.filter(Boolean).map((line) => {
    const end = line.lastIndexOf(SEPARATOR.trim());
    const [name, address] = end < 0 ? [line, ""] : [line.slice(0, end).trim(), line.slice(end + 1).trim()];
    return address.includes("@") ? { name, email: address } : { name, phone: address };
  });
}
