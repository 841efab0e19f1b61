import type { Alone } from "../protocol/api/each-alone.ts";
import type { ImportField } from "../protocol/api/shipment-import.ts";
import { NewShipment } from "../protocol/api/shipments.ts";
import { fieldError } from "../protocol/errors.ts";
import type { RegionId } from "../protocol/ids.ts";
import type { CsvRow } from "./csv.ts";
import { FORMULA } from "./export/csv.ts";
import type { ColumnMap } from "./shipment-columns.ts";

/** What is the same for every row of a file. */
export interface RowSetting {
  readonly columns: ColumnMap;
  readonly regionId: RegionId;
  readonly storeCode: string | undefined;
  /** Where cells are parted by semicolons, numbers are written with a comma. */
  readonly decimalComma: boolean;
}

type Cells = Partial<Record<ImportField, string>>;

/** Where a part of a shipment comes from. */
const COLUMN_OF: Readonly<Record<string, ImportField>> = {
  storeCode: "store",
  "address.street": "street",
  "address.city": "city",
  "address.postcode": "postcode",
  "address.details": "details",
  "recipient.name": "name",
  "recipient.phone": "phone",
  "recipient.email": "email",
  "place.lat": "lat",
  "place.lng": "lng",
  "window.startsAt": "window_start",
  "window.endsAt": "window_end",
  weightG: "weight_g",
  volumeMl: "volume_ml",
  "cashDue.amountMinor": "cash_due",
  "cashDue.currency": "currency",
};

/** With a zone, because the file does not say where it was written. */
const TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:?\d\d)$/;
/** What our own files have before a cell that a spreadsheet would take for a formula. */
const GUARD = "'";

/** A row as a shipment, or what is wrong with it by column. Cells that look like formulas are text like any other. */
export function readShipmentRow({ cells }: CsvRow, setting: RowSetting): Alone<NewShipment> {
  const read = NewShipment.safeParse(candidate(cellsOf(cells, setting.columns), setting));
  if (read.success) return { ok: true, value: read.data };
  const errors = read.error.issues.map((issue) => {
    const { path, message } = fieldError([], issue);
    return { path: columnOf(path), message: isMissing(issue) ? "is missing" : message };
  });
  return { ok: false, errors };
}

/** By the path inside of a shipment; `reference` and the like are their own columns. */
export function columnOf(path: string): string {
  return COLUMN_OF[path] ?? path;
}

function cellsOf(cells: readonly string[], columns: ColumnMap): Cells {
  const named: Cells = {};
  for (const [index, field] of columns.entries()) {
    // A line break inside of a cell is where somebody's form was too narrow.
    const text = unguarded(cells[index] ?? "")
      .replaceAll(/\s+/g, " ")
      .trim();
    if (field !== null && text !== "") named[field] = text;
  }
  return named;
}

function unguarded(text: string): string {
  const behind = text.slice(GUARD.length);
  return text.startsWith(GUARD) && FORMULA.test(behind) ? behind : text;
}

function candidate(cells: Cells, { regionId, storeCode, decimalComma }: RowSetting): unknown {
  const number = (text: string | undefined) => text && Number(decimalComma ? text.replace(",", ".") : text);
  const { reference, kind, street, city, postcode, details, name, phone, email, instructions, currency } = cells;
  return {
    regionId,
    kind,
    reference,
    storeCode: cells.store ?? storeCode,
    address: { street, city, postcode, details },
    recipient: { name, phone, email },
    instructions,
    place: either(cells.lat, cells.lng) && { lat: number(cells.lat), lng: number(cells.lng) },
    window: either(cells.window_start, cells.window_end) && {
      startsAt: timeOf(cells.window_start),
      endsAt: timeOf(cells.window_end),
    },
    weightG: number(cells.weight_g),
    volumeMl: number(cells.volume_ml),
    cashDue: either(cells.cash_due, currency) && { amountMinor: number(cells.cash_due), currency },
  };
}

/** Undefined where there is nothing, so that the part stays out. */
function either(one: string | undefined, other: string | undefined): true | undefined {
  return one === undefined && other === undefined ? undefined : true;
}

function timeOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return TIME.test(text) ? Date.parse(text.replace(" ", "T")) : Number.NaN;
}

function isMissing(issue: { readonly code?: string; readonly message: string }): boolean {
  return issue.code === "invalid_type" && issue.message.endsWith("received undefined");
}
