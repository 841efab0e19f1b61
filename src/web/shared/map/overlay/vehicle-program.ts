import { err, ok, type Result } from "../../../../domain/result.ts";
import { type Scene, worldPx } from "../mercator.ts";
import { OVERSHOOT } from "./leg.ts";
import type { Palette } from "./palette.ts";
import { ATLAS_COLUMNS, drawSignAtlas, HEADINGS } from "./sign-atlas.ts";
import { FLOATS_PER_VEHICLE, type VehicleBuffer } from "./vehicle-buffer.ts";
import { FRAGMENT_SHADER, VERTEX_SHADER } from "./vehicle-shaders.ts";

export interface VehicleFrame {
  readonly scene: Scene;
  readonly now: number;
  readonly palette: Palette;
  readonly pixelRatio: number;
}

const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT;
const VEHICLE_BYTES = FLOATS_PER_VEHICLE * FLOAT_BYTES;
const UNIFORMS = ["centre", "pxToClip", "worldPx", "now", "overshoot", "cellPx", "headings", "columns"] as const;
/** Widths in CSS pixels, outline included: in a whole region signs must not cover each other, in a street one must hit them. */
const FAR = { zoom: 10, sizePx: 18 };
const NEAR = { zoom: 14, sizePx: 34 };
/** Signs are drawn anew for each size, so there are few of them. */
const SIZE_STEP_PX = 4;

/** What draws a buffer of vehicles with one call. Ends with its context; another context needs another one. */
export class VehicleProgram {
  readonly #gl: WebGL2RenderingContext;
  readonly #uniforms: ReadonlyMap<string, WebGLUniformLocation | null>;
  #capacity = 0;
  #atlas: { readonly cellPx: number; readonly palette: Palette } | null = null;

  private constructor(gl: WebGL2RenderingContext, program: WebGLProgram) {
    this.#gl = gl;
    this.#uniforms = new Map(UNIFORMS.map((name) => [name, gl.getUniformLocation(program, name)]));
    gl.useProgram(program);
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    for (const [location, floatsBefore] of [0, 4].entries()) {
      gl.enableVertexAttribArray(location);
      gl.vertexAttribPointer(location, 4, gl.FLOAT, false, VEHICLE_BYTES, floatsBefore * FLOAT_BYTES);
    }
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, true);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.clearColor(0, 0, 0, 0);
    gl.uniform1f(this.#at("overshoot"), OVERSHOOT);
    gl.uniform1i(this.#at("headings"), HEADINGS);
    gl.uniform1i(this.#at("columns"), ATLAS_COLUMNS);
  }

  static create(gl: WebGL2RenderingContext): Result<VehicleProgram, { tag: "not-compiled"; why: string }> {
    const program = gl.createProgram();
    for (const [type, source] of [
      [gl.VERTEX_SHADER, VERTEX_SHADER],
      [gl.FRAGMENT_SHADER, FRAGMENT_SHADER],
    ] as const) {
      const shader = gl.createShader(type);
      // A lost context makes none.
      if (!shader) return err({ tag: "not-compiled", why: "context lost" });
      gl.shaderSource(shader, source);
      gl.compileShader(shader);
      if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS))
        return err({ tag: "not-compiled", why: gl.getShaderInfoLog(shader) ?? "" });
      gl.attachShader(program, shader);
    }
    gl.linkProgram(program);
    if (!gl.getProgramParameter(program, gl.LINK_STATUS))
      return err({ tag: "not-compiled", why: gl.getProgramInfoLog(program) ?? "" });
    return ok(new VehicleProgram(gl, program));
  }

  draw(buffer: VehicleBuffer, { scene, now, palette, pixelRatio }: VehicleFrame): void {
    const gl = this.#gl;
    const { center, zoom, width, height } = scene;
    const cellPx = Math.round(vehiclePx(zoom) * pixelRatio);
    this.#sendVehicles(buffer);
    this.#sendSigns(cellPx, palette);
    gl.viewport(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.uniform2f(this.#at("centre"), center.x - buffer.anchor.x, center.y - buffer.anchor.y);
    gl.uniform2f(this.#at("pxToClip"), 2 / width, -2 / height);
    gl.uniform1f(this.#at("worldPx"), worldPx(zoom));
    gl.uniform1f(this.#at("now"), buffer.seconds(now));
    gl.uniform1f(this.#at("cellPx"), cellPx);
    gl.drawArrays(gl.POINTS, 0, buffer.size);
  }

  #at(name: (typeof UNIFORMS)[number]): WebGLUniformLocation | null {
    return this.#uniforms.get(name) ?? null;
  }

  #sendVehicles(buffer: VehicleBuffer): void {
    const gl = this.#gl;
    const changes = buffer.takeChanges();
    if (this.#capacity !== buffer.floats.length) {
      this.#capacity = buffer.floats.length;
      gl.bufferData(gl.ARRAY_BUFFER, buffer.floats, gl.DYNAMIC_DRAW);
      return;
    }
    for (const { first, count } of changes) {
      const [from, length] = [first * FLOATS_PER_VEHICLE, count * FLOATS_PER_VEHICLE];
      gl.bufferSubData(gl.ARRAY_BUFFER, from * FLOAT_BYTES, buffer.floats, from, length);
    }
  }

  #sendSigns(cellPx: number, palette: Palette): void {
    if (this.#atlas?.cellPx === cellPx && this.#atlas.palette === palette) return;
    const gl = this.#gl;
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, drawSignAtlas(cellPx, palette));
    this.#atlas = { cellPx, palette };
  }
}

function vehiclePx(zoom: number): number {
  const share = Math.min(1, Math.max(0, (zoom - FAR.zoom) / (NEAR.zoom - FAR.zoom)));
  return FAR.sizePx + Math.round(((NEAR.sizePx - FAR.sizePx) * share) / SIZE_STEP_PX) * SIZE_STEP_PX;
}
