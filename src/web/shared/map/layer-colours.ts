import type { ColorScheme } from "../color-scheme.ts";

/** The tokens of the same names: a style of the map takes no custom properties. */
export const LAYER_COLOURS: Record<ColorScheme, { accent: string; muted: string; surface: string; ink: string }> = {
  light: { accent: "#0b6e75", muted: "#56616c", surface: "#fffefb", ink: "#1d2329" },
  dark: { accent: "#4cc3c9", muted: "#a2afba", surface: "#1b2126", ink: "#e8ecef" },
};
