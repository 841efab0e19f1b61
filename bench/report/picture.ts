import type { SystemName } from "../systems/system.ts";
import type { Result } from "./median.ts";
import { SYSTEM_LABEL } from "./table.ts";

const WIDTH = 760;
const LABEL_WIDTH = 250;
const BAR_HEIGHT = 18;
const ROW_HEIGHT = 24;
const TITLE_HEIGHT = 30;
const VALUE_WIDTH = 80;
/** Legible on white and on black: the page's own colour scheme is unknown to a picture. */
const COLOURS: Record<SystemName, string> = {
  doorstep: "#0f766e",
  "doorstep-all": "#14b8a6",
  "socket-io": "#9ca3af",
  "plain-ws": "#6b7280",
};
const TEXT = "#71717a";

interface Panel {
  readonly title: string;
  readonly bars: readonly { readonly result: Result; readonly value: number }[];
}

/** Two panels for each load: what a position costs, and how long the slowest customers wait. */
export function benchmarkPicture(results: readonly Result[]): string {
  const panels = [...new Set(results.map(({ load }) => load.name))].flatMap((name) => {
    const own = results.filter(({ load }) => load.name === name);
    return [
      panel(`${name}: CPU per position, µs`, own, ({ figures }) => figures.cpuPerUpdate),
      panel(`${name}: customers' p99, ms`, own, ({ figures }) => figures.customers.p99),
    ];
  });
  const parts: string[] = [];
  let top = 0;
  for (const one of panels) {
    parts.push(draw(one, top));
    top += TITLE_HEIGHT + one.bars.length * ROW_HEIGHT;
  }
  const size = `width="${WIDTH}" height="${top}" viewBox="0 0 ${WIDTH} ${top}"`;
  const style = `font-family="system-ui, sans-serif" font-size="13" fill="${TEXT}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} ${style} role="img">\n${parts.join("\n")}\n</svg>\n`;
}

function panel(title: string, results: readonly Result[], pick: (result: Result) => number | null): Panel {
  return { title, bars: results.flatMap((result) => ({ result, value: pick(result) ?? 0 })) };
}

function draw({ title, bars }: Panel, top: number): string {
  const most = Math.max(...bars.map(({ value }) => value), 1);
  const room = WIDTH - LABEL_WIDTH - VALUE_WIDTH;
  const lines = bars.map(({ result: { system }, value }, index) => {
    const y = top + TITLE_HEIGHT + index * ROW_HEIGHT;
    const length = Math.max(1, Math.round((value / most) * room));
    const text = y + BAR_HEIGHT - 4;
    const label = `<text x="0" y="${text}">${SYSTEM_LABEL[system]}</text>`;
    const bar = `<rect x="${LABEL_WIDTH}" y="${y}" width="${length}" height="${BAR_HEIGHT}" rx="3" fill="${COLOURS[system]}"/>`;
    const figure = `<text x="${LABEL_WIDTH + length + 6}" y="${text}">${Math.round(value).toLocaleString("en")}</text>`;
    return `${label}${bar}${figure}`;
  });
  return [`<text x="0" y="${top + 20}" font-weight="600">${escaped(title)}</text>`, ...lines].join("\n");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
