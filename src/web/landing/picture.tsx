import { useSignal } from "@preact/signals";
import { useI18n } from "../shared/i18n-context.ts";
import { Icon } from "../shared/ui/icon.tsx";
import { PictureDevices } from "./picture-devices.tsx";
import { PictureMap } from "./picture-map.tsx";

/** Where messages travel; the style sheet moves one dot along each of the same three curves. */
const LINKS = [
  "M170 318C222 318 204 236 250 236",
  "M350 222C392 214 366 128 398 128",
  "M350 250C400 262 388 348 438 348",
];

/** Moves only where motion is welcome, and can be stopped: movement without end needs a pause (WCAG 2.2.2). */
export function Picture() {
  const { t } = useI18n();
  const paused = useSignal(false);
  const action = paused.value ? "play" : "pause";
  return (
    <figure class={paused.value ? "picture picture--paused" : "picture"}>
      <svg viewBox="0 0 600 480" role="img" aria-label={t("picture.label")} direction="ltr">
        <PictureMap />
        {LINKS.map((path) => (
          <path key={path} class="picture__link" d={path} />
        ))}
        <PictureDevices />
        {LINKS.map((path, index) => (
          <circle key={path} class={`picture__dot picture__dot--${index}`} r="6" />
        ))}
      </svg>
      <button
        type="button"
        class="button button--square picture__pause"
        aria-label={t(`picture.${action}`)}
        title={t(`picture.${action}`)}
        onClick={() => {
          paused.value = !paused.value;
        }}
      >
        <Icon name={action} />
      </button>
    </figure>
  );
}
