import type { DriverSign as Sign } from "../../domain/region/driver-look.ts";
import { SIGN_BOX, SIGN_SHAPES } from "../shared/map/sign-shapes.ts";

export function DriverSign({ sign }: { readonly sign: Sign }) {
  return (
    <svg
      class={`sign sign--${sign}`}
      viewBox={`0 0 ${SIGN_BOX} ${SIGN_BOX}`}
      width={SIGN_BOX}
      height={SIGN_BOX}
      aria-hidden="true"
    >
      {SIGN_SHAPES[sign].map(({ path, ink, width, dash }) => {
        const colour = ink === "paper" ? "var(--surface)" : "currentColor";
        return (
          <path
            key={path}
            d={path}
            fill={width === undefined ? colour : "none"}
            stroke={width === undefined ? "none" : colour}
            stroke-width={width}
            stroke-dasharray={dash?.join(" ")}
            stroke-linecap={ink === "paper" ? "round" : "butt"}
          />
        );
      })}
    </svg>
  );
}
