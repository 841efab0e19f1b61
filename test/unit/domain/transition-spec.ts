/** One cell of a transition table written out as text. `=` stays, `-` is refused. */
export type SpecCell = { from: string; event: string; to: string | null };

/** Reads a matrix whose first line names the events and whose other lines start with a state. */
export function readTransitionSpec(text: string): SpecCell[] {
  const [head = [], ...rows] = text
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/));
  return rows.flatMap(([from = "", ...cells]) => {
    if (cells.length !== head.length) throw new Error(`${from} has ${cells.length} cells, not ${head.length}`);
    return cells.map((cell, column) => {
      const to = cell === "-" ? null : cell === "=" ? from : cell;
      return { from, event: head[column] ?? "", to };
    });
  });
}
