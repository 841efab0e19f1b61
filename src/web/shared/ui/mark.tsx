const SIZE_PX = 32;

/** A door that is also a map pin; the step below it is where it lands. The icons in public/icons are this drawing. */
export function Mark() {
  return (
    <svg viewBox="0 0 64 64" width={SIZE_PX} height={SIZE_PX} aria-hidden="true">
      <path d="M32 4c11 0 19 8 19 19 0 12-11 20-19 31C24 43 13 35 13 23 13 12 21 4 32 4z" fill="currentColor" />
      <path d="M25 34V21a7 7 0 0 1 14 0v13z" fill="var(--paper)" />
      <path d="M14 60h36" stroke="currentColor" stroke-width="5" stroke-linecap="round" />
    </svg>
  );
}
