import { err, ok, type Result } from "./result.ts";

/** One record. `row` counts as spreadsheets do: the first of the file is 1, empty ones count. */
export interface CsvRow {
  readonly row: number;
  readonly cells: readonly string[];
}

export interface CsvTable {
  readonly delimiter: string;
  readonly rows: readonly CsvRow[];
}

/** A quoted cell that does not end, or goes on behind its end; from there on nobody can tell cells apart. */
export interface CsvUnreadable {
  readonly tag: "csv-unreadable";
  readonly row: number;
}

const DELIMITERS = [",", ";", "\t"] as const;
const BOM = /^\uFEFF/;
/** Spreadsheets write such a first line when they fear to be misread, and hide it. */
const SAYS_DELIMITER = /^sep=([,;\t])(?:\r\n|\n|\r)/i;

/** RFC 4180 as people send it: with a byte order mark, semicolons or tabs, any line ends, empty rows between. */
export function readCsv(text: string): Result<CsvTable, CsvUnreadable> {
  const whole = text.replace(BOM, "");
  const said = SAYS_DELIMITER.exec(whole);
  const body = said ? whole.slice(said[0].length) : whole;
  const delimiter = said?.[1] ?? likelyDelimiter(body);
  const rows: CsvRow[] = [];
  const cell = cellPattern(delimiter);
  let row = 1;
  let cells: string[] = [];
  while (cell.lastIndex < body.length) {
    const found = cell.exec(body);
    if (!found) return err({ tag: "csv-unreadable", row });
    cells.push(plain(found[1] ?? ""));
    if (found[2] === delimiter) continue;
    if (cells.some((one) => one.trim() !== "")) rows.push({ row, cells });
    cells = [];
    row++;
  }
  // The file ended behind a delimiter, and so with an empty cell that no pattern meets.
  if (cells.length > 0) rows.push({ row, cells: [...cells, ""] });
  return ok({ delimiter, rows });
}

/** Quotes open a cell or are text: `12" pipe` is read as it stands. */
function cellPattern(delimiter: string): RegExp {
  const plainCell = `(?!")[^${delimiter}\r\n]*`;
  return new RegExp(`("[^"]*(?:""[^"]*)*"|${plainCell})(${delimiter}|\r\n|\n|\r|$)`, "y");
}

function plain(cell: string): string {
  return cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
}

/** The one that stands most often outside of quotes in the first line. */
function likelyDelimiter(text: string): string {
  const [line = ""] = text.replace(/"[^"]*(?:""[^"]*)*"/g, "").split(/[\r\n]/, 1);
  const counts = DELIMITERS.map((delimiter) => line.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ",";
}
