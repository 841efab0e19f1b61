import { readCsv } from "../domain/csv.ts";
import type { Failure } from "../domain/failure.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { mapColumns, missingColumns } from "../domain/shipment-columns.ts";
import { columnOf, readShipmentRow } from "../domain/shipment-row.ts";
import type { Alone } from "../protocol/api/each-alone.ts";
import { NEW_SHIPMENTS_MAX } from "../protocol/api/shipment-batches.ts";
import {
  IMPORT_COLUMNS_MAX,
  IMPORT_ROWS_MAX,
  type ImportField,
  PREVIEW_ERRORS_MAX,
} from "../protocol/api/shipment-import.ts";
import type { NewShipment } from "../protocol/api/shipments.ts";
import type { RegionId } from "../protocol/ids.ts";
import { type Admitted, checkShipments, createShipments, type HandedIn, orderKey } from "./shipment-batch.ts";
import type { PeopleDeps } from "./people-desk.ts";

interface Query {
  readonly regionId: RegionId;
  readonly storeCode?: string | undefined;
}

/** How the file was understood. */
export interface ImportTable {
  readonly delimiter: string;
  readonly columns: { readonly title: string; readonly field: ImportField | null }[];
  readonly missing: ImportField[];
}

interface ReadRow {
  readonly row: number;
  readonly item: Alone<NewShipment>;
}

export interface Preview extends ImportTable {
  readonly rows: number;
  readonly sound: number;
  readonly faulty: number;
  readonly errors: { readonly row: number; readonly column: string; readonly message: string }[];
}

type Fault = NonNullable<Failure["errors"]>[number];

const FORBIDDEN: Fault = { path: "store", message: "is not one that you may hand in for in this region" };
/** What is wrong with a row as a whole, where no column of it is. */
const REFUSED: Partial<Record<Failure["tag"], Fault>> = {
  conflict: { path: "regionId", message: "is no region that is open" },
};

/** What the import would refuse is a fault, and so is an order that the file has already: it would be kept once. */
export async function previewImport(deps: PeopleDeps, text: string, query: Query): Promise<Result<Preview, Failure>> {
  const read = readTable(text, query);
  if (!read.ok) return read;
  const { table, rows } = read.value;
  const checked = await checkShipments(
    deps,
    rows.map(({ item }) => item),
  );
  if (!checked.ok) return checked;
  const rowOf = new Map<string, number>();
  const faults = rows.flatMap(({ row }, index) => {
    const found = faultsOf(row, checked.value[index], rowOf);
    return found.length > 0 ? [found.map(({ path, message }) => ({ row, column: path, message }))] : [];
  });
  const counts = { rows: rows.length, sound: rows.length - faults.length, faulty: faults.length };
  return ok({ ...table, ...counts, errors: faults.flat().slice(0, PREVIEW_ERRORS_MAX) });
}

/** `rowOf` is where each order was seen first. */
function faultsOf(row: number, admitted: Admitted | undefined, rowOf: Map<string, number>): readonly Fault[] {
  if (!admitted) return [];
  if (!admitted.ok) return byColumn(admitted.error).errors ?? [REFUSED[admitted.error.tag] ?? FORBIDDEN];
  const { input, storeCode } = admitted.value;
  const key = orderKey({ storeCode, reference: input.reference });
  const first = rowOf.get(key);
  if (first !== undefined) return [{ path: "reference", message: `is that of row ${first}` }];
  rowOf.set(key, row);
  return [];
}

/** In slices, so that no statement grows with the file. What a slice has written stays if the next one fails, and then exists. */
export async function importShipments(
  deps: PeopleDeps,
  text: string,
  query: Query,
): Promise<Result<{ table: ImportTable; rows: { row: number; done: HandedIn }[] }, Failure>> {
  const read = readTable(text, query);
  if (!read.ok) return read;
  const { table, rows } = read.value;
  const done: { row: number; done: HandedIn }[] = [];
  for (let start = 0; start < rows.length; start += NEW_SHIPMENTS_MAX) {
    const slice = rows.slice(start, start + NEW_SHIPMENTS_MAX);
    const handedIn = await createShipments(
      deps,
      slice.map(({ item }) => item),
    );
    if (!handedIn.ok) return handedIn;
    for (const [index, one] of handedIn.value.entries()) {
      const row = slice[index]?.row;
      if (row !== undefined) done.push({ row, done: one.ok ? one : err(byColumn(one.error)) });
    }
  }
  return ok({ table, rows: done });
}

function readTable(
  text: string,
  { regionId, storeCode }: Query,
): Result<{ table: ImportTable; rows: ReadRow[] }, Failure> {
  const read = readCsv(text);
  if (!read.ok) return fault(`row ${read.error.row}: a quoted cell does not end where it should`);
  const { delimiter } = read.value;
  const [header, ...body] = read.value.rows;
  if (!header || body.length === 0) return fault("needs a header row and a row behind it");
  if (body.length > IMPORT_ROWS_MAX) return fault(`has more than ${IMPORT_ROWS_MAX} rows`);
  if (header.cells.length > IMPORT_COLUMNS_MAX) return fault(`has more than ${IMPORT_COLUMNS_MAX} columns`);
  const columns = mapColumns(header.cells);
  const setting = { columns, regionId, storeCode, decimalComma: delimiter === ";" };
  const titled = header.cells.map((title, index) => ({ title, field: columns[index] ?? null }));
  const rows = body.map((row) => ({ row: row.row, item: readShipmentRow(row, setting) }));
  return ok({ table: { delimiter, columns: titled, missing: missingColumns(columns) }, rows });
}

function fault(message: string): Result<never, Failure> {
  return err({ tag: "invalid-request", errors: [{ path: "body", message }] });
}

/** What the desk found wrong names parts of a shipment; whoever sent a file knows its columns. */
function byColumn({ errors, ...failure }: Failure): Failure {
  if (!errors) return failure;
  return { ...failure, errors: errors.map(({ path, message }) => ({ path: columnOf(path), message })) };
}
