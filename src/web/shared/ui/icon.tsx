import type { ComponentChild } from "preact";

/** 24-unit line drawings; colour and size come from the text around them. */
const SHAPES = {
  auto: (
    <>
      <circle cx="12" cy="12" r="8" />
      <path d="M12 4a8 8 0 0 1 0 16z" fill="currentColor" />
    </>
  ),
  light: (
    <>
      <circle cx="12" cy="12" r="4" />
      <path d="M12 3v1.6M12 19.4V21M3 12h1.6M19.4 12H21M5.6 5.6l1.2 1.2M17.2 17.2l1.2 1.2M18.4 5.6l-1.2 1.2M6.8 17.2l-1.2 1.2" />
    </>
  ),
  dark: <path d="M19.5 14.2A8 8 0 0 1 9.8 4.5a8 8 0 1 0 9.7 9.7z" />,
  ok: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="m8 12.3 2.7 2.7L16 9.6" />
    </>
  ),
  bad: (
    <>
      <path d="M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3z" />
      <path d="m9 9 6 6M15 9l-6 6" />
    </>
  ),
  warn: (
    <>
      <path d="M12 3.6 21.4 20H2.6z" />
      <path d="M12 10v4.4M12 17v.1" />
    </>
  ),
  unknown: (
    <>
      <circle cx="12" cy="12" r="9" stroke-dasharray="3.4 2.8" />
      <path d="M8.5 12h7" />
    </>
  ),
  refresh: <path d="M20 11a8 8 0 1 0-.9 5M20 4.5V11h-6.5" />,
  pause: <path d="M9 5.5v13M15 5.5v13" />,
  play: <path d="M8 5.2v13.6L18.8 12z" />,
  arrow: <path d="M5 12h14M13 6l6 6-6 6" />,
  search: (
    <>
      <circle cx="11" cy="11" r="6.5" />
      <path d="m16 16 4.5 4.5" />
    </>
  ),
  driver: <path d="M12 3.5 19 20l-7-4-7 4z" />,
  dispatcher: (
    <>
      <path d="M3.5 6.2 9 4l6 2.4 5.5-2.2v13.6L15 20l-6-2.4-5.5 2.2z" />
      <path d="M9 4v13.6M15 6.4V20" />
    </>
  ),
  customer: (
    <>
      <path d="M4 11 12 4.2 20 11v9h-5.5v-5.5h-5V20H4z" />
    </>
  ),
  store: (
    <>
      <path d="M4.5 10.5V20h15v-9.5M3 9l2-5h14l2 5a3 3 0 0 1-6 0 3 3 0 0 1-6 0 3 3 0 0 1-6 0z" />
    </>
  ),
  admin: (
    <>
      <path d="M4 7h9M17 7h3M4 17h3M11 17h9" />
      <circle cx="15" cy="7" r="2" />
      <circle cx="9" cy="17" r="2" />
    </>
  ),
  developer: <path d="m8 7-5 5 5 5M16 7l5 5-5 5M13.5 5l-3 14" />,
} satisfies Record<string, ComponentChild>;

export type IconName = keyof typeof SHAPES;

const DEFAULT_SIZE_PX = 22;

export function Icon({ name, size = DEFAULT_SIZE_PX }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {SHAPES[name]}
    </svg>
  );
}
