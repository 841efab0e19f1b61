import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readCsv } from "../../../src/domain/csv.ts";
import { FORMULA, textCell } from "../../../src/domain/export/csv.ts";

const cellsOf = (text: string) => {
  const read = readCsv(text);
  if (!read.ok) throw new Error(`row ${read.error.row}`);
  return read.value.rows.map(({ cells }) => cells);
};

test("cells are parted by commas, semicolons or tabs, whichever the first line has most of", () => {
  const table = [
    ["a", "b"],
    ["1", "2,5"],
  ];
  expect(cellsOf('a,b\n1,"2,5"\n')).toEqual(table);
  expect(cellsOf("a;b\n1;2,5\n")).toEqual(table);
  expect(cellsOf("a\tb\n1\t2,5")).toEqual(table);
  expect(cellsOf("sep=;\r\na,x;b\r\n1;2,5")).toEqual([["a,x", "b"], table[1]]);
  expect(cellsOf('"a;b;c",d\n1,2')[0]).toEqual(["a;b;c", "d"]);
});

test("quotes hold commas, line ends and doubled quotes, and a quote inside of plain text is text", () => {
  expect(cellsOf('x,y\r\n"one\r\n""two"", three",12" pipe\r\n')).toEqual([
    ["x", "y"],
    ['one\r\n"two", three', '12" pipe'],
  ]);
});

test("a byte order mark is no part of the first title, and every kind of line end is one", () => {
  expect(cellsOf("\uFEFFa,b\r1,2\n3,4\r\n5,6")).toEqual([
    ["a", "b"],
    ["1", "2"],
    ["3", "4"],
    ["5", "6"],
  ]);
});

test("empty rows are left out and counted, and an empty cell at a row's end is one", () => {
  const read = readCsv("a,b\n\n,\n1,\n");
  expect(read).toMatchObject({ value: { rows: [{ row: 1 }, { row: 4, cells: ["1", ""] }] } });
  expect(cellsOf("a,b\n1,")).toEqual([
    ["a", "b"],
    ["1", ""],
  ]);
  expect(cellsOf("")).toEqual([]);
});

test("a quoted cell that does not end, or goes on behind its end, is told by its row", () => {
  for (const text of ['a,b\n1,"2\n3,4\n', 'a,b\n"1"x,2\n'])
    expect(readCsv(text)).toEqual({ ok: false, error: { tag: "csv-unreadable", row: 2 } });
});

test("a mebibyte in one quoted cell is read like any other", () => {
  const long = '""'.repeat(500_000);
  expect(cellsOf(`a\n"${long}"`)[1]?.[0]).toHaveLength(500_000);
});

test("what our own exports write comes back, whatever stands in it", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 20 }).filter((one) => one.trim() !== "");
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 5 }), (rows) => {
      const written = ["a,b", ...rows.map((row) => row.map((one) => textCell(one)).join(","))].join("\r\n");
      // A guarded cell comes back with its guard: taking it off is the importer's business.
      const guarded = rows.map((row) => row.map((one) => (FORMULA.test(one) ? `'${one}` : one)));
      expect(cellsOf(written).slice(1)).toEqual(guarded);
    }),
  );
});
