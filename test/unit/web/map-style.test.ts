import { expect, test } from "vitest";
import { mapStyle } from "../../../src/web/shared/map/map-style.ts";

const URL = "https://doorstep.example/tiles/tiles.json";
const THEMES = ["light", "dark"] as const;
/** Of text against its ground (WCAG 1.4.3). */
const CONTRAST_MIN = 4.5;

test.each(THEMES)("the %s map fetches tiles and nothing else: no fonts, no pictures", (theme) => {
  const style = mapStyle(theme, URL, "en");
  expect(style.sources).toEqual({ basemap: { type: "vector", url: URL } });
  expect([style.glyphs, style.sprite]).toEqual([undefined, undefined]);
  expect(JSON.stringify(style)).not.toContain("icon-image");
  expect(style.layers.map(({ id }) => id)).toEqual(expect.arrayContaining(["water", "roads_minor", "buildings"]));
});

test("names are asked for in the page's language, without its country", () => {
  expect(JSON.stringify(mapStyle("light", URL, "pt-BR"))).toContain('"name:pt"');
});

test.each(THEMES)("labels of the %s map can be read on its land", (theme) => {
  const layers = mapStyle(theme, URL, "en").layers;
  const land = colourOf(
    layers.find(({ id }) => id === "earth"),
    "fill-color",
  );
  for (const id of ["roads_labels_minor", "roads_labels_major", "places_subplace", "places_locality"])
    expect(
      contrast(
        colourOf(
          layers.find((layer) => layer.id === id),
          "text-color",
        ),
        land,
      ),
    ).toBeGreaterThan(CONTRAST_MIN);
});

function colourOf(layer: object | undefined, name: string): string {
  const paint: unknown = layer && "paint" in layer ? layer.paint : {};
  return String(Object(paint)[name]);
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
