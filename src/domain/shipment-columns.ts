import type { ImportField } from "../protocol/api/shipment-import.ts";

/** What people call the columns, in small letters and without spaces. The first word is our own. */
const NAMES: Readonly<Record<ImportField, readonly string[]>> = {
  reference: ["reference", "ref", "order", "orderid", "orderno", "ordernumber"],
  kind: ["kind", "type"],
  store: ["store", "storecode", "shop"],
  street: ["street", "streetname", "address", "address1", "addressline1"],
  details: ["details", "house", "housenumber", "houseno", "address2", "addressline2"],
  city: ["city", "town", "place"],
  postcode: ["postcode", "postalcode", "zip", "zipcode"],
  name: ["name", "recipient", "recipientname", "customer", "customername"],
  phone: ["phone", "phonenumber", "mobile", "telephone", "tel"],
  email: ["email", "mail", "emailaddress"],
  instructions: ["instructions", "instruction", "notes", "note", "comment"],
  lat: ["lat", "latitude"],
  lng: ["lng", "lon", "long", "longitude"],
  window_start: ["windowstart", "from", "earliest"],
  window_end: ["windowend", "until", "latest"],
  weight_g: ["weightg", "weight", "grams"],
  volume_ml: ["volumeml", "volume"],
  cash_due: ["cashdue", "cashondelivery", "cod"],
  currency: ["currency"],
};

const FIELD_OF = new Map(
  Object.entries(NAMES).flatMap(([field, names]) => names.map((name) => [name, field] as const)),
);

/** Without these no row can be handed in. */
const NEEDED: readonly ImportField[] = ["reference", "street", "details", "city", "name"];

export type ColumnMap = readonly (ImportField | null)[];

/** Which field each column holds. Of two columns for one field the first is read; null for what we do not know. */
export function mapColumns(header: readonly string[]): ColumnMap {
  const taken = new Set<ImportField>();
  return header.map((title) => {
    const field = fieldOf(title);
    if (field === null || taken.has(field)) return null;
    taken.add(field);
    return field;
  });
}

export function missingColumns(columns: ColumnMap): ImportField[] {
  return NEEDED.filter((field) => !columns.includes(field));
}

function fieldOf(title: string): ImportField | null {
  const name = FIELD_OF.get(title.toLowerCase().replaceAll(/[^a-z0-9]/g, ""));
  return name !== undefined && isField(name) ? name : null;
}

function isField(name: string): name is ImportField {
  return Object.hasOwn(NAMES, name);
}
