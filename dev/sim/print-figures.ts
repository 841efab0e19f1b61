import type { Figures } from "./figures.ts";

const TTY_EVERY_MS = 1_000;
/** A log is read later: one line now and then is enough. */
const LOG_EVERY_MS = 10_000;

/** Shows what a run has come to: in place on a terminal, as a line of a log anywhere else. The answer ends it. */
export function printFigures(figures: Figures, out: NodeJS.WriteStream = process.stdout): () => void {
  let shown = 0;
  const inPlace = (): void => {
    const { lines } = figures;
    if (shown > 0) out.write(`\u001B[${shown}A`);
    for (const line of lines) out.write(`\u001B[2K${line}\n`);
    shown = lines.length;
  };
  const asLine = (): void => void out.write(`${figures.lines.join(" | ")}\n`);
  const timer = out.isTTY ? setInterval(inPlace, TTY_EVERY_MS) : setInterval(asLine, LOG_EVERY_MS);
  return () => {
    clearInterval(timer);
    (out.isTTY ? inPlace : asLine)();
  };
}
