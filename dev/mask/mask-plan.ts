import type { SchemaTable } from "../schema-tables.ts";
import type { MadeUp } from "./made-up.ts";

export interface TableMask {
  /** Sealed columns, and what is sealed instead. */
  readonly sealed?: Readonly<Record<string, MadeUp>>;
  /** Look-up columns: the field they are keyed by, and the sealed column that they find. */
  readonly index?: Readonly<Record<string, { readonly field: string; readonly of: string }>>;
  /** Other columns, as SQL over the row. */
  readonly plain?: Readonly<Record<string, string>>;
}

/** A token that nobody has: the hash of something public that no keyed hash ever equals. */
const NO_TOKEN = "sha256(convert_to('masked ' || id::text, 'UTF8'))";
/** About a kilometre: a district, and no door. */
const near = (column: string) => `round(${column}::numeric, 2)::double precision`;
const NEAR = { lat: near("lat"), lng: near("lng") };

/** What leads to a person, or lets somebody in. */
export const MASKS: Readonly<Record<string, TableMask>> = {
  users: {
    sealed: { name_sealed: "name", email_sealed: "email" },
    index: { email_index: { field: "users.email", of: "email_sealed" } },
  },
  drivers: {
    sealed: { name_sealed: "name", phone_sealed: "phone" },
    index: { phone_index: { field: "drivers.phone", of: "phone_sealed" } },
    plain: { last_lat: near("last_lat"), last_lng: near("last_lng") },
  },
  sos_contacts: { sealed: { name_sealed: "name", contact_sealed: "email" } },
  vehicles: { sealed: { plate_sealed: "text" } },
  invitations: {
    sealed: { name_sealed: "name", contact_sealed: "email" },
    index: { contact_index: { field: "users.email", of: "contact_sealed" } },
    plain: { token_hash: NO_TOKEN, revoked_at: "CASE WHEN accepted_at IS NULL THEN coalesce(revoked_at, now()) END" },
  },
  shipments: {
    sealed: {
      address_sealed: "text",
      recipient_name_sealed: "name",
      recipient_phone_sealed: "phone",
      recipient_email_sealed: "email",
      instructions_sealed: "text",
    },
    plain: { ...NEAR, pin_hash: "NULL", street: "'Masked Street'", postcode: "''", reference: "'ORD-' || id::text" },
  },
  notifications: { sealed: { recipient_sealed: "text" }, plain: { provider_ref: "NULL" } },
  // A copy that called the stores' systems would be believed.
  webhooks: {
    sealed: { secret_sealed: "text" },
    plain: { url: "'https://masked.invalid/' || id::text", status: "'disabled'" },
  },
  proofs: {
    sealed: { value_sealed: "text" },
    plain: { ...NEAR, sha256: "NULL", barcode: "NULL", device_hash: "NULL" },
  },
  stops: { plain: NEAR },
  trips: { plain: { polyline: "NULL" } },
  events: { plain: { body: "'{}'" } },
  uploads: { plain: { object_key: "'masked/' || id::text", sha256: "NULL", clean_sha256: "NULL" } },
  payments: {
    sealed: { card_token_sealed: "text", resolution_note_sealed: "text" },
    plain: { provider_ref: "NULL", idempotency_key: "'masked-' || id::text" },
  },
  tracking_links: { plain: { token_hash: NO_TOKEN, revoked_at: "coalesce(revoked_at, now())" } },
  tracker_tokens: { plain: { token_hash: NO_TOKEN, revoked_at: "coalesce(revoked_at, now())" } },
  api_keys: { plain: { secret_hash: NO_TOKEN, revoked_at: "coalesce(revoked_at, now())" } },
};

/** Where every row tells of somebody, and nothing else needs the rows. Last of all: masking itself is audited. */
export const EMPTIED = [
  "location_views",
  "track_chunks",
  "street_names",
  "dead_letters",
  "security_events",
  "audit_entries",
] as const;

/** Columns of the schema that hold something sealed, keyed or hashed and stand in no mask; and masks of what is not there. */
export function planFaults(tables: readonly SchemaTable[], masks = MASKS): string[] {
  const columnsOf = new Map(tables.map(({ name, columns }) => [name, columns]));
  const emptied = new Set<string>(EMPTIED);
  const unmasked = tables
    .filter(({ name }) => !emptied.has(name))
    .flatMap(({ name, columns }) => {
      const masked = new Set(maskedColumns(masks[name]));
      const secret = columns.filter((column) => /_(?:sealed|index|hash)$/.test(column));
      return secret.filter((column) => !masked.has(column)).map((column) => `${name}.${column} is not masked`);
    });
  const strangers = Object.entries(masks).flatMap(([name, mask]) =>
    maskedColumns(mask)
      .filter((column) => !columnsOf.get(name)?.includes(column))
      .map((column) => `${name}.${column} is not in the schema`),
  );
  return [...unmasked, ...strangers];
}

function maskedColumns({ sealed = {}, index = {}, plain = {} }: TableMask = {}): string[] {
  return [...Object.keys(sealed), ...Object.keys(index), ...Object.keys(plain)];
}
