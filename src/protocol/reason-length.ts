// Apart from the schemas: a page that only counts characters must not load 26 KiB of schema library for it.

/** Longer reasons are letters, not reasons. */
export const REASON_MAX_CHARS = 200;
