import * as z from "zod";
import { RegionId, ShipmentId } from "../ids.ts";
import { endpoint } from "./endpoint.ts";
import { StoreCode } from "./people.ts";
import { ItemProblem } from "./shipment-batches.ts";

/** A week of a busy shop, in a quarter of the mebibyte that a body may have: four batches, six seconds on a busy machine. */
export const IMPORT_ROWS_MAX = 2_000;
/** Whoever has more mistakes than this has one, over and over. */
export const PREVIEW_ERRORS_MAX = 500;
/** A spreadsheet's own; more columns are no list of parcels. */
export const IMPORT_COLUMNS_MAX = 256;

/** What a column can hold, and the names that a header may always use. */
export const ImportField = z.enum([
  "reference",
  "kind",
  "store",
  "street",
  "details",
  "city",
  "postcode",
  "name",
  "phone",
  "email",
  "instructions",
  "lat",
  "lng",
  "window_start",
  "window_end",
  "weight_g",
  "volume_ml",
  "cash_due",
  "currency",
]);
export type ImportField = z.infer<typeof ImportField>;

const Column = z.strictObject({
  title: z.string(),
  field: ImportField.nullable().meta({ description: "Null for a column that is not read" }),
});

const table = {
  delimiter: z.string(),
  columns: z.array(Column),
  missing: z.array(ImportField).meta({ description: "Fields that no row can do without and no column holds" }),
};

const importing = {
  method: "post",
  access: { resource: "shipment", action: "create" },
  limit: "low",
  tag: "Shipments",
  query: z.strictObject({
    regionId: RegionId.meta({ description: "Where all of them are carried" }),
    storeCode: StoreCode.optional().meta({ description: "Whose they are where no column says so" }),
  }),
  status: 200,
  errors: ["forbidden", "invalid-request", "body-too-large", "unavailable"],
} as const;

const FORMAT =
  "The body is text/csv in UTF-8 of at most 1 MiB and 2,000 rows, with a header row; commas, semicolons or tabs, with or without quotes. A header names the fields of `columns`, or calls them what most shops do. Times need their zone, cash is in the currency's smallest unit.";

export const previewImport = endpoint({
  ...importing,
  path: "/shipments/import/preview",
  priority: "low",
  operationId: "previewImport",
  summary: "Read a list of shipments without keeping it",
  description: `Says which column is read as what, and what is wrong in which row: all that the import would refuse, and an order that an earlier row holds. Nothing is written. ${FORMAT}`,
  output: z
    .strictObject({
      ...table,
      rows: z.int().meta({ description: "Without the header and empty ones" }),
      sound: z.int(),
      faulty: z.int(),
      errors: z.array(
        z.strictObject({
          row: z.int().meta({ description: "As spreadsheets count: the header is 1" }),
          column: z.string(),
          message: z.string(),
        }),
      ),
    })
    .meta({ id: "ImportPreview" }),
});

export const importShipments = endpoint({
  ...importing,
  path: "/shipments/import",
  priority: "low",
  operationId: "importShipments",
  summary: "Hand in a list of shipments",
  description: `Each row is created, found to exist by its reference, or refused for itself: a corrected file can be sent again as a whole. ${FORMAT}`,
  output: z
    .strictObject({
      ...table,
      created: z.int(),
      exists: z.int(),
      refused: z.int(),
      rows: z.array(
        z.strictObject({
          row: z.int(),
          outcome: z.enum(["created", "exists", "refused"]),
          shipmentId: ShipmentId.optional(),
          problem: ItemProblem.optional(),
        }),
      ),
    })
    .meta({ id: "ImportOutcome" }),
});
