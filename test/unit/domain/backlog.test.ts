import { expect, test } from "vitest";
import { BACKLOG_ROWS_MAX, backlogOf } from "../../../src/domain/backlog.ts";

test("four fifths of the room ask for less, and all of it for no more positions", () => {
  const slowAt = (BACKLOG_ROWS_MAX * 4) / 5;
  const rows = [0, slowAt - 1, slowAt, BACKLOG_ROWS_MAX - 1, BACKLOG_ROWS_MAX];
  expect(rows.map((count) => backlogOf(count))).toEqual(["none", "none", "slow", "slow", "full"]);
});
