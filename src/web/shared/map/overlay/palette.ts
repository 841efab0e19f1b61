import type { DriverSign } from "../../../../domain/region/driver-look.ts";

/** Colours as a canvas takes them. */
export interface Palette {
  readonly signs: Record<DriverSign, string>;
  /** Around and inside of signs. */
  readonly paper: string;
}

/** The colours as they are now, light or dark: only the browser knows what light-dark() comes to. */
export function readPalette(inside: HTMLElement): Palette {
  const probe = document.createElement("span");
  inside.append(probe);
  const read = (token: string): string => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  // The same tokens that lists and legends are painted with.
  const muted = read("--muted");
  const signs = { standing: muted, stale: muted, offline: muted };
  const palette = {
    signs: { ...signs, moving: read("--accent"), late: read("--warn"), sos: read("--bad") },
    paper: read("--surface"),
  };
  probe.remove();
  return palette;
}
