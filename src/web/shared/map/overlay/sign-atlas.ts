import { DRIVER_SIGNS, type DriverSign } from "../../../../domain/region/driver-look.ts";
import { SIGN_BOX, SIGN_SHAPES } from "../sign-shapes.ts";
import type { Palette } from "./palette.ts";

/** The eye tells 11 degrees apart on a sign of this size, and hardly less. */
export const HEADINGS = 32;
/** Headings first, then the signs that show none, in their order. */
export const ATLAS_COLUMNS = 8;
const CELLS = HEADINGS + DRIVER_SIGNS.length - 1;
const ATLAS_ROWS = Math.ceil(CELLS / ATLAS_COLUMNS);
/** So that a sign stands out from any street, in units of its box. */
const OUTLINE = 3.2;

/** All signs in all directions, each in a square of so many pixels: a card copies pixels faster than it draws curves. */
export function drawSignAtlas(cellPx: number, palette: Palette): OffscreenCanvas {
  const canvas = new OffscreenCanvas(ATLAS_COLUMNS * cellPx, ATLAS_ROWS * cellPx);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("No canvas to draw signs on");
  for (let cell = 0; cell < CELLS; cell++) {
    const [column, row] = [cell % ATLAS_COLUMNS, Math.floor(cell / ATLAS_COLUMNS)];
    context.setTransform(cellPx / SIGN_BOX, 0, 0, cellPx / SIGN_BOX, column * cellPx, row * cellPx);
    const sign = cell < HEADINGS ? "moving" : DRIVER_SIGNS[cell - HEADINGS + 1];
    if (cell < HEADINGS) turn(context, (cell / HEADINGS) * 2 * Math.PI);
    if (sign) drawSign(context, sign, palette);
  }
  return canvas;
}

function turn(context: OffscreenCanvasRenderingContext2D, radians: number): void {
  context.translate(SIGN_BOX / 2, SIGN_BOX / 2);
  context.rotate(radians);
  context.translate(-SIGN_BOX / 2, -SIGN_BOX / 2);
}

function drawSign(context: OffscreenCanvasRenderingContext2D, sign: DriverSign, palette: Palette): void {
  context.lineCap = "butt";
  context.lineJoin = "round";
  for (const { path, ink, width, dash } of SIGN_SHAPES[sign]) {
    const shape = new Path2D(path);
    if (ink === "sign") {
      context.setLineDash([]);
      context.strokeStyle = palette.paper;
      context.lineWidth = (width ?? 0) + OUTLINE;
      context.stroke(shape);
    }
    const colour = ink === "paper" ? palette.paper : palette.signs[sign];
    context.setLineDash([...(dash ?? [])]);
    context.fillStyle = colour;
    context.strokeStyle = colour;
    context.lineCap = ink === "paper" ? "round" : "butt";
    context.lineWidth = width ?? 0;
    // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- this is a canvas
    if (width === undefined) context.fill(shape);
    else context.stroke(shape);
  }
}
