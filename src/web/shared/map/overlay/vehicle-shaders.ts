// Written for a card, so in its own language. The order of signs is that of DRIVER_SIGNS.

export const VERTEX_SHADER = `#version 300 es
layout(location = 0) in vec4 way;
layout(location = 1) in vec4 rest;
uniform vec2 centre;
uniform vec2 pxToClip;
uniform float worldPx;
uniform float now;
uniform float overshoot;
uniform float cellPx;
uniform int headings;
uniform int columns;
flat out ivec2 corner;
void main() {
  float share = rest.y == 0.0 ? 1.0 : clamp((now - rest.x) / rest.y, 0.0, overshoot);
  vec2 place = mix(way.xy, way.zw, share) - centre;
  gl_Position = vec4(place * worldPx * pxToClip, 0.0, 1.0);
  gl_PointSize = cellPx;
  int turned = int(round(rest.z / 6.2831853 * float(headings)));
  int sign = int(round(rest.w));
  int cell = sign == 0 ? ((turned % headings) + headings) % headings : headings + sign - 1;
  corner = ivec2(cell % columns, cell / columns) * int(cellPx);
}`;

export const FRAGMENT_SHADER = `#version 300 es
precision highp float;
uniform mediump sampler2D atlas;
uniform float cellPx;
flat in ivec2 corner;
out vec4 colour;
void main() {
  colour = texelFetch(atlas, corner + ivec2(gl_PointCoord * cellPx), 0);
}`;
