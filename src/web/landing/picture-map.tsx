const ROADS_WIDE = [
  "M-10 150C120 128 260 176 610 96",
  "M-10 352C150 332 360 396 610 330",
  "M214 -10C196 140 240 330 206 490",
];
const ROADS = [
  "M-10 60C150 40 330 84 610 22",
  "M-10 250C130 232 330 282 610 214",
  "M-10 440C170 424 380 478 610 424",
  "M96 -10C84 160 118 330 92 490",
  "M324 -10C310 150 348 320 318 490",
  "M430 -10C418 150 452 330 428 490",
  "M530 -10C522 150 552 330 528 490",
];

/** A calm invented city: what the devices in front of it stand on. */
export function PictureMap() {
  return (
    <>
      <clipPath id="picture-frame">
        <rect width="600" height="480" rx="28" />
      </clipPath>
      <g clip-path="url(#picture-frame)">
        <rect class="picture__land" width="600" height="480" />
        <path class="picture__park" d="M226 -10 314 -10 318 66C286 72 250 62 220 56z" />
        <path class="picture__park" d="M442 226C470 220 500 214 532 212L542 318C510 326 478 332 446 336z" />
        <path class="picture__park" d="M-10 366C30 360 60 358 94 358L92 424C60 426 20 428 -10 430z" />
        <path class="picture__water" d="M-20 210C70 196 130 210 152 268S196 470 250 500" />
        {ROADS.map((path) => (
          <path key={path} class="picture__road" d={path} />
        ))}
        {ROADS_WIDE.map((path) => (
          <path key={path} class="picture__road picture__road--wide" d={path} />
        ))}
      </g>
      <rect class="picture__frame" x="0.5" y="0.5" width="599" height="479" rx="28" />
    </>
  );
}
